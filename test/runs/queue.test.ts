import { describe, expect, test } from 'vitest'
import { type Leave, type Leaves, openQueue } from '../../src/runs/queue.ts'
import type { ScheduledTrial } from '../../src/stage/scheduled-trial.ts'

function trialsOf(...ids: string[]): ScheduledTrial[] {
  return ids.map((id) => ({ id }) as ScheduledTrial)
}

const trials = trialsOf('a', 'b', 'c')

const always: Leaves = { leave: () => 'now', taskOf: ({ id }) => id, room: () => true }

test('trials leave in order, and then there is none', async () => {
  const queue = openQueue(trials, always)
  expect([queue.poll()?.id, queue.poll()?.id, (await queue.next())?.id]).toEqual(['a', 'b', 'c'])
  expect(await queue.next()).toBeUndefined()
})

test('one that must wait lets others pass; one that is not needed never comes', async () => {
  const [a, b] = trials as [ScheduledTrial, ScheduledTrial]
  const leave: Record<string, Leave> = { a: 'later', b: 'now', c: 'never' }
  const queue = openQueue(trials, { ...always, leave: ({ id }) => leave[id] ?? 'now', taskOf: () => 'one' })
  expect(queue.poll()).toBeUndefined()
  expect(openQueue(trials, { ...always, leave: ({ id }) => leave[id] ?? 'now' }).poll()?.id).toBe('b')
  leave.a = 'now'
  queue.settle(b)
  expect((await queue.next())?.id).toBe('a')
  expect((await queue.next())?.id).toBe('b')
  queue.settle(a)
  expect(await queue.next()).toBeUndefined()
})

test('one that waits for a verdict goes before all behind it once the verdict is there', async () => {
  const own = trialsOf('a1', 'b1', 'a2', 'b2', 'a3', 'b3')
  const needed: Record<string, number> = { a: 1, b: 1 }
  const queue = openQueue(own, {
    ...always,
    taskOf: ({ id }) => id.slice(0, 1),
    leave: ({ id }) => (Number(id.slice(1)) <= (needed[id.slice(0, 1)] ?? 0) ? 'now' : 'later'),
  })
  const [a1, b1] = [queue.poll(), queue.poll()] as ScheduledTrial[] as [ScheduledTrial, ScheduledTrial]
  expect([a1.id, b1.id, queue.poll()]).toEqual(['a1', 'b1', undefined])
  needed.b = 3
  queue.settle(b1)
  const waiting = queue.next()
  expect((await waiting)?.id).toBe('b2')
  needed.a = 2
  queue.settle(a1)
  expect([queue.poll()?.id, queue.poll()?.id, queue.poll()]).toEqual(['a2', 'b3', undefined])
})

test('where nothing is under way, what may not start never will', async () => {
  expect(await openQueue(trials, { ...always, leave: () => 'later' }).next()).toBeUndefined()
  expect(await openQueue(trials, { ...always, room: () => false }).next()).toBeUndefined()
})

test('closing wakes everyone who waits', async () => {
  const queue = openQueue(trials, { ...always, leave: ({ id }) => (id === 'a' ? 'now' : 'later') })
  queue.poll()
  const waiting = [queue.next(), queue.next()]
  queue.close()
  expect(await Promise.all(waiting)).toEqual([undefined, undefined])
  expect(queue.poll()).toBeUndefined()
})

test('it tells how many are under way, of trials that could leave alone', () => {
  const seen: number[] = []
  const room = (underWay: number) => {
    seen.push(underWay)
    return underWay < 2
  }
  const queue = openQueue(trialsOf('x', 'a', 'b', 'c'), {
    ...always,
    leave: ({ id }) => (id === 'x' ? 'never' : 'now'),
    room,
  })
  const first = queue.poll() as ScheduledTrial
  queue.poll()
  expect(queue.poll()).toBeUndefined()
  queue.settle(first)
  expect(queue.poll()?.id).toBe('c')
  expect(seen).toEqual([0, 1, 2, 1])
})

describe('a hundred thousand trials', () => {
  const many = Array.from({ length: 100_000 }, (_, index) => ({ id: `${index % 5_000}/${Math.floor(index / 5_000)}` }))

  /** Works the queue off, each verdict coming before the next poll. Counts the questions. */
  async function workOff(taken: readonly ScheduledTrial[], needs: (done: number) => number) {
    const done = new Map<string, number>()
    let asked = 0
    const queue = openQueue(taken, {
      taskOf: ({ id }) => id.split('/')[0] as string,
      leave: (trial) => {
        asked++
        const [task, repeat] = trial.id.split('/') as [string, string]
        const seen = done.get(task) ?? 0
        return seen >= 10 ? 'never' : Number(repeat) < needs(seen) ? 'now' : 'later'
      },
      room: () => true,
    })
    let ran = 0
    for (let trial = await queue.next(); trial; trial = await queue.next()) {
      const [task] = trial.id.split('/') as [string]
      done.set(task, (done.get(task) ?? 0) + 1)
      ran++
      queue.settle(trial)
    }
    return { ran, asked }
  }

  test('of one task each: every trial is asked once', async () => {
    const own = many.map(({ id }) => ({ id: `${id.replace('/', '-')}/0` }) as ScheduledTrial)
    expect(await workOff(own, () => 1)).toEqual({ ran: 100_000, asked: 100_000 })
  })

  test('repeated by need, the questions grow with the trials alone', async () => {
    // Each task needs one more than it has, and is decided after ten.
    const counts = await Promise.all(
      [10_000, 100_000].map((length) => workOff(many.slice(0, length) as ScheduledTrial[], (seen) => seen + 1)),
    )
    expect(counts.map(({ ran }) => ran)).toEqual([10_000, 50_000])
    for (const [index, { asked }] of counts.entries()) {
      expect(asked).toBeLessThanOrEqual(3 * ([10_000, 100_000][index] ?? 0))
    }
  })
})
