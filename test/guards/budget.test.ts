import { describe, expect, test } from 'vitest'
import type { Call } from '../../src/boundary/call.ts'
import { type BudgetParams, budget } from '../../src/guards/budget.ts'
import type { Guard } from '../../src/guards/define.ts'
import { manualClock } from '../../src/kernel/clock.ts'
import { type Money, usd } from '../../src/kernel/money.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { done, type GuardStage, guardStage, replyWith, type Sketch } from '../../src/testing/guard-stage.ts'
import { eventsOf } from '../../src/trace/evidence.ts'
import { budgetMutants } from './cases/budget-mutants.ts'

function buy(dollars: number, actual?: Money): Sketch {
  const world = (call: Call) => ({ ...done(call), ...(actual && { metering: { actual } }) }) as ReturnType<typeof done>
  return { target: 'shop POST /orders', cost: usd(dollars), world }
}

function observing(params: unknown, clock = manualClock()): GuardStage {
  return guardStage({ guard: budget, params, mode: 'observe', clock })
}

const messages = (stage: GuardStage) => stage.violations().map(({ calls, message }) => `${calls.join(' ')}: ${message}`)

describe('the parameters of a budget', () => {
  test.each([
    [{ trial: 10 }, { trial: usd(10), reads: true }],
    [
      { day: '99.50', on: 'shop *' },
      { day: usd('99.50'), on: 'shop *', reads: true },
    ],
    [
      { action: 0, on: ['a', 'b'], reads: false },
      { action: usd(0), on: ['a', 'b'], reads: false },
    ],
  ])('%j are read', (params, expected) => {
    expect(budget.params.parse(params)).toEqual(expected)
  })

  test.each([
    [{}],
    [{ on: '*' }],
    [{ trial: -1 }],
    [{ trial: '1e3' }],
    [{ trial: 0.1 + 0.2 }],
    [{ trial: '10 EUR' }],
    [{ trial: 10, trail: 10 }],
    [{ trial: 10, on: [] }],
  ])('%j are refused', (params) => {
    expect(budget.params.safeParse(params).success).toBe(false)
  })
})

describe('what a budget is concerned with', () => {
  const concerns = (params: unknown, sketch: Sketch) => {
    const stage = guardStage({ guard: budget, params })
    return stage.cross(sketch).then(() => stage.evidence().calls[0]?.decisions.length === 1)
  }

  test.each([
    ['a call with a price', { trial: 1 }, { cost: usd(1) }, true],
    ['a read with a price', { trial: 1 }, { cost: usd(1), access: 'read' }, true],
    ['a read with a price, where reads are free', { trial: 1, reads: false }, { cost: usd(1), access: 'read' }, false],
    ['a write without a price', { trial: 1 }, {}, false],
    ['a write without a price, where prices are owed', { trial: 1, on: '*' }, {}, true],
    ['a read without a price, where prices are owed', { trial: 1, on: '*' }, { access: 'read' }, false],
    ['another target', { trial: 1, on: 'shop *' }, { cost: usd(1) }, false],
    ['a malformed call to another target', { trial: 1, on: 'shop *' }, { malformed: 'no' }, true],
  ] as [string, unknown, Sketch, boolean][])('%s', async (_, params, sketch, expected) => {
    expect(await concerns(params, sketch)).toBe(expected)
  })
})

describe('the oracle of a budget', () => {
  test('sums what calls really cost, and names those beyond the cap', async () => {
    const stage = observing({ trial: 10 })
    for (const actual of [usd(1), undefined, usd(8), undefined]) await stage.cross(buy(4, actual))
    expect(messages(stage)).toEqual([
      'c4: a call ran over the $10.00 per trial, the first shop POST /orders at $4.00 on top of $13.00; $17.00 was spent in all',
    ])
  })

  test('counts what was in flight when a call began', async () => {
    const stage = observing({ trial: 10 })
    let finish = () => {}
    const waiting = new Promise<void>((resolve) => {
      finish = resolve
    })
    const slow = {
      ...buy(8),
      world: (call: Call) => waiting.then(() => ({ ...done(call), metering: { actual: usd(1) } })),
    }
    const both = [stage.cross(slow as Sketch), stage.cross(slow as Sketch)]
    await stage.clock.advance(1)
    finish()
    await Promise.all(both)
    expect(messages(stage)).toEqual([
      'c2: a call ran over the $10.00 per trial, the first shop POST /orders at $8.00 on top of $8.00; $2.00 was spent in all',
    ])
  })

  test('finds a single action over its cap, and a second one that cost more than it', async () => {
    const stage = observing({ action: 5 })
    await stage.cross(buy(6))
    await stage.cross(buy(1, usd(9)))
    expect(messages(stage)).toEqual([
      'c1 c2: 2 calls ran over the $5.00 per action, the first shop POST /orders at $6.00',
    ])
  })

  test('lets one action cost more than its estimate', async () => {
    const stage = observing({ action: 5, trial: 5, day: 5 })
    await stage.cross(buy(1, usd(9)))
    expect(stage.violations()).toEqual([])
    expect(eventsOf(stage.evidence().events, 'alert')).toHaveLength(1)
  })

  test('judges each UTC day alone', async () => {
    const clock = manualClock(Date.UTC(2026, 0, 1, 23, 59, 59, 999))
    const stage = observing({ day: 10 }, clock)
    await stage.cross(buy(8))
    clock.set(Date.UTC(2026, 0, 2))
    await stage.cross(buy(8))
    expect(stage.violations()).toEqual([])
    await stage.cross(buy(8))
    expect(messages(stage)).toEqual([
      'c3: a call ran over the $10.00 on 2026-01-02, the first shop POST /orders at $8.00 on top of $8.00; $16.00 was spent in all',
    ])
  })

  test('charges nothing for a refusal without effects, and all for a lost reply that left one', async () => {
    const stage = observing({ trial: 10 })
    const lost = (call: Call) => {
      done(call)
      return { kind: 'broken', how: 'reset' } as const
    }
    await stage.cross({ ...buy(9), world: () => replyWith('error', {}) })
    await stage.cross({ ...buy(9), world: lost })
    expect(stage.violations()).toEqual([])
    await stage.cross(buy(9))
    expect(stage.violations()).toMatchObject([{ calls: ['c3'] }])
  })

  test('finds what ran without a price where prices are owed', async () => {
    const stage = observing({ trial: 10, on: '*' })
    await stage.cross({ target: 'shop POST /orders' })
    expect(messages(stage)).toEqual(['c1: a call ran without a price, the first shop POST /orders'])
  })

  test.each(['cap x 10', 'cap one too high', 'check, then act', 'a ledger for each sub-agent'])(
    'finds what the mutant "%s" let through',
    async (name) => {
      const stage = guardStage({ guard: budgetMutants[name] ?? budget, params: { trial: 10 } })
      const amounts = name === 'cap one too high' ? [usd(4), usd(4), usd('2.000001')] : [usd(4), usd(4), usd(4), usd(4)]
      const send = (cost: Money, index: number) => {
        const world = async (call: Call) => {
          await null
          return done(call)
        }
        return stage.cross({ cost, world, principal: `agent/${index}` })
      }
      await Promise.all(amounts.map(send))
      expect(stage.violations()).toHaveLength(1)
    },
  )

  test('never accuses a budget that was enforced, whatever calls cost and however they interleave', async () => {
    let allowed = 0
    for (let seed = 0; seed < 150; seed++) {
      const stage = await hagglers(seed)
      // Calls that overshoot are let off; what an enforced budget let run is never held against it.
      expect(stage.violations(), `seed ${seed}`).toEqual([])
      allowed += stage.evidence().calls.filter(({ executed }) => executed).length
    }
    expect(allowed).toBeGreaterThan(300)
  })

  test.each(['check, then act', 'forgets when the day turns', 'ignores what it really cost'])(
    'control: accuses the mutant "%s" in the same crowd',
    async (name) => {
      let accused = 0
      for (let seed = 0; seed < 50; seed++) {
        const stage = await hagglers(seed, budgetMutants[name])
        if (stage.violations().length > 0) accused++
      }
      expect(accused).toBeGreaterThan(0)
    },
  )
})

/** Calls of any estimate and cost at once, with guards and a world that take their time, over midnight. */
async function hagglers(seed: number, guard: Guard<BudgetParams> = budget): Promise<GuardStage> {
  const random = createRandom(seed)
  const wander = async () => {
    for (let turn = random.int(9); turn > 0; turn--) await null
  }
  const slow = async () => {
    await wander()
    return { kind: 'allow', reason: 'slow' } as const
  }
  const seat = { name: 'slow', mode: 'enforce', decide: slow } as const
  const clock = manualClock(Date.UTC(2026, 0, 1, 23, 59, 59, 999))
  const stage = guardStage({ guard, params: { trial: 20, day: 12, action: 9 }, others: [seat], clock })
  const one = async (index: number) => {
    for (let turn = index * random.int(6); turn > 0; turn--) await null
    const estimate = 1 + random.int(9)
    const world = async (call: Call) => {
      await wander()
      if (random.int(6) === 0) return replyWith('error', {})
      const reply = done(call)
      await wander()
      return { ...reply, metering: { actual: usd(random.int(estimate + 3)) } }
    }
    await stage.cross({ cost: usd(estimate), world })
  }
  await Promise.all(Array.from({ length: 6 }, (_, index) => one(index)))
  clock.set(clock.now() + 1)
  await Promise.all(Array.from({ length: 6 }, (_, index) => one(index)))
  return stage
}
