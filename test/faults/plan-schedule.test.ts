import { describe, expect, test } from 'vitest'
import { errorStatus } from '../../src/faults/error-status.ts'
import { none } from '../../src/faults/none.ts'
import type { Schedule } from '../../src/faults/plan.ts'
import { timeout } from '../../src/faults/timeout.ts'
import { call, injector } from './drawing.ts'
import { type Entry, type LabOptions, openLab } from './lab.ts'

const calls = Array.from({ length: 40 }, (_, index) => call(`k${index % 20}`, { attempt: index < 20 ? 1 : 2 }))
const plan: Entry[] = [
  { fault: none, when: { probability: 0.5 } },
  { fault: timeout, when: { nth: 3 } },
]

/** Which entries act on each of the calls. */
const drawn = (entries: Entry[], seed: number, schedule?: Schedule) => {
  const { draw } = injector(entries, seed, schedule)
  return calls.map((each) => draw(each).map(({ entry }) => entry))
}

const scheduleOf = (entries: Entry[], picks: number[][]): Schedule =>
  entries.map((_, entry) => calls.filter((_call, index) => picks[index]?.includes(entry)))

describe('an injector with a schedule', () => {
  test('draws what was drawn before, whatever its own seed would draw', () => {
    const before = drawn(plan, 1)
    const schedule = scheduleOf(plan, before)
    expect(drawn(plan, 2)).not.toEqual(before)
    expect(drawn(plan, 2, schedule)).toEqual(before)
  })

  test('draws nothing else: an empty schedule draws nothing, another one otherwise', () => {
    const before = drawn(plan, 1)
    const schedule = scheduleOf(plan, before)
    expect(drawn(plan, 1, [[], []]).flat()).toEqual([])
    expect(drawn(plan, 1, [schedule[0]?.slice(1) ?? [], schedule[1] ?? []])).not.toEqual(before)
  })

  test('finds a call by key and attempt, in whatever order calls come', () => {
    const schedule = [[{ key: 'k3', attempt: 2 }], []]
    const { draw } = injector(plan, 1, schedule)
    const found = calls.toReversed().filter((each) => draw(each).length > 0)
    expect(found.map(({ key, attempt }) => [key, attempt])).toEqual([['k3', 2]])
  })

  test('refuses the schedule of another plan', () => {
    expect(() => injector(plan, 1, [[]])).toThrow('a schedule of 1 entries: the plan has 2')
  })
})

test('the schedule in the records of a trial makes the same trial', async () => {
  const entry: Entry = { fault: errorStatus, when: { probability: 0.5 } }
  const run = async (options: LabOptions) => {
    const lab = openLab([entry], options)
    const statuses = []
    for (let index = 0; index < 30; index++) statuses.push((await lab.send('http', `a ${index}`)).status)
    return { statuses, records: lab.records() }
  }
  const first = await run({ seed: 'first' })
  expect(new Set(first.statuses)).toEqual(new Set([200, 500]))
  const schedule = first.records.map((record) => record.schedule)
  expect(await run({ seed: 'second', schedule })).toEqual(first)
  expect((await run({ seed: 'second' })).statuses).not.toEqual(first.statuses)
})
