import { expect, test } from 'vitest'
import { type Leave, openQueue } from '../../src/runs/queue.ts'
import type { ScheduledTrial } from '../../src/stage/scheduled-trial.ts'

const trials = ['a', 'b', 'c'].map((id) => ({ id }) as ScheduledTrial)

test('trials leave in order, and then there is none', async () => {
  const queue = openQueue(trials, () => 'now')
  expect([queue.poll()?.id, queue.poll()?.id, (await queue.next())?.id]).toEqual(['a', 'b', 'c'])
  expect(await queue.next()).toBeUndefined()
})

test('one that must wait lets others pass; one that is not needed never comes', async () => {
  const leave: Record<string, Leave> = { a: 'later', b: 'now', c: 'never' }
  const queue = openQueue(trials, ({ id }) => leave[id] ?? 'now')
  expect(queue.poll()?.id).toBe('b')
  expect(queue.poll()).toBeUndefined()
  const waiting = queue.next()
  leave.a = 'now'
  queue.settle()
  expect((await waiting)?.id).toBe('a')
  expect(await queue.next()).toBeUndefined()
})

test('where nothing is under way, what may not start never will', async () => {
  expect(await openQueue(trials, () => 'later').next()).toBeUndefined()
})

test('closing wakes everyone who waits', async () => {
  const queue = openQueue(trials, ({ id }) => (id === 'a' ? 'now' : 'later'))
  queue.poll()
  const waiting = [queue.next(), queue.next()]
  queue.close()
  expect(await Promise.all(waiting)).toEqual([undefined, undefined])
  expect(queue.poll()).toBeUndefined()
})

test('it tells how many are under way', () => {
  const seen: number[] = []
  const queue = openQueue(trials, (_, underWay) => {
    seen.push(underWay)
    return 'now'
  })
  queue.poll()
  queue.poll()
  queue.settle()
  queue.poll()
  expect(seen).toEqual([0, 1, 1])
})
