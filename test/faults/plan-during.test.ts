import { describe, expect, test } from 'vitest'
import { errorStatus } from '../../src/faults/error-status.ts'
import { latency } from '../../src/faults/latency.ts'
import { none } from '../../src/faults/none.ts'
import { unreachableEntries } from '../../src/faults/plan.ts'
import { timeout } from '../../src/faults/timeout.ts'
import { type When, whenSchema } from '../../src/record/plan.ts'
import { bind, openLab } from './lab.ts'

/** At which of these times, in ms from the trial's start, a call is selected. */
async function selectedAt(when: When, times: number[]): Promise<number[]> {
  const lab = openLab([{ fault: none, when }])
  const startsAt = lab.clock.now()
  const selected: number[] = []
  for (const ms of times) {
    lab.clock.set(startsAt + ms)
    await lab.send()
    if (lab.story().faults.length > 0) selected.push(ms)
  }
  return selected
}

describe('during', () => {
  const times = [0, 999, 1_000, 1_999, 2_000, 60_000]

  test.each<[When, number[]]>([
    [{ during: { fromMs: 1_000, toMs: 2_000 } }, [1_000, 1_999]],
    [{ during: { fromMs: 0, toMs: 1_000 } }, [0, 999]],
    [{ during: { fromMs: 2_000 } }, [2_000, 60_000]],
    [{ during: { fromMs: 0 } }, times],
    [{ during: { fromMs: 2_000, toMs: 1_000 } }, []],
  ])('%j selects the calls at %j', async (when, expected) => {
    expect(whenSchema.parse(when)).toEqual(when)
    expect(await selectedAt(when, times)).toEqual(expected)
  })

  test('counts from the start of the trial, whatever the date, and by the time of the call after its guards', async () => {
    const slow = {
      name: 'slow',
      mode: 'enforce',
      decide: async () => {
        await lab.clock.sleep(5_000)
        return { kind: 'allow', reason: 'slow' } as const
      },
    } as const
    const lab = openLab([{ fault: none, when: { during: { fromMs: 5_000 } } }], { guards: [slow] })
    const sent = lab.send()
    await lab.clock.advance(5_000)
    await sent
    expect(lab.story().faults).toHaveLength(1)
  })

  test('a window without a call owes one; a service that is back by then is reached', async () => {
    const lab = openLab([
      { fault: errorStatus, when: { during: { fromMs: 0, toMs: 1_000 } } },
      { fault: errorStatus, when: { during: { fromMs: 1_000, toMs: 2_000 } } },
    ])
    expect(await lab.send()).toMatchObject({ status: 500 })
    await lab.clock.advance(2_000)
    expect(await lab.send()).toMatchObject({ status: 200 })
    expect(lab.records()).toMatchObject([
      { planned: 1, delivered: 1, state: 'delivered' },
      { planned: 1, delivered: 0, state: 'undelivered' },
    ])
  })

  test.each([[{ fromMs: -1 }], [{ fromMs: 0, to: 5 }], [{ toMs: 5 }], [{}]])('%j is refused', (during) => {
    expect(whenSchema.safeParse({ during }).success).toBe(false)
  })
})

describe('an entry that can never run behind one that answers during', () => {
  const unreachable = (early: When, late: When) =>
    unreachableEntries([bind({ fault: timeout, when: early }), bind({ fault: latency, when: late })]).length > 0
  const during = (fromMs: number, toMs?: number): When => ({
    during: { fromMs, ...(toMs !== undefined && { toMs }) },
  })

  test.each<[When, When, boolean]>([
    [during(0, 10), during(0, 10), true],
    [during(0, 10), during(2, 8), true],
    [during(0), during(2), true],
    ['always', during(2), true],
    [during(0, 10), during(2, 12), false],
    [during(2, 10), during(0, 10), false],
    [during(0, 10), during(0), false],
    [during(0), 'always', false],
    [during(0), { nth: 1 }, false],
  ])('%j before %j: %j', (early, late, expected) => {
    expect(unreachable(early, late)).toBe(expected)
  })
})
