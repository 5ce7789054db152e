import assert from 'node:assert/strict'
import type { Call } from '../../../src/boundary/call.ts'
import type { GuardState } from '../../../src/boundary/decision.ts'
import type { Injector, Interceptor } from '../../../src/boundary/interceptor.ts'
import type { BudgetParams } from '../../../src/guards/budget.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
import { type Money, micros, usd } from '../../../src/kernel/money.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import {
  done,
  type GuardStage,
  guardStage,
  proposalOf,
  replyWith,
  type Sketch,
} from '../../../src/testing/guard-stage.ts'
import { eventsOf } from '../../../src/trace/evidence.ts'
import { histories } from '../histories.ts'
import { watchTally } from '../tally.ts'
import type { GuardCase } from './case.ts'

const MIDNIGHT = Date.UTC(2026, 2, 29)

function buy(cost: Money | undefined, actual?: Money): Sketch {
  const world = (call: Call) => ({ ...done(call), ...(actual && { metering: { actual } }) }) as ReturnType<typeof done>
  return { target: 'shop POST /orders', world, ...(cost && { cost }) }
}

/** Refuses the first call. */
function onlyLater({ id }: Call) {
  return id === 'c1' ? ({ kind: 'deny', reason: 'not yet' } as const) : ({ kind: 'allow', reason: 'now' } as const)
}

/** Which calls the world carried out, in order of proposal. */
function ran(stage: GuardStage): boolean[] {
  return stage.evidence().calls.map(({ effects }) => effects.length > 0)
}

function alone(guard: Guard<BudgetParams>, params: unknown): GuardState {
  const context = { clock: manualClock(), random: createRandom(1), alert: () => {} }
  return guard.start(guard.params.parse(params), context)
}

function callOf(id: string, cost?: Money): Call {
  return { ...proposalOf({ ...(cost && { cost }) }), id, key: id, attempt: 1 }
}

async function raceOnce(guard: Guard<BudgetParams>, seed: number): Promise<void> {
  const random = createRandom(seed)
  const wander = async () => {
    for (let turn = random.int(8); turn > 0; turn--) await null
  }
  const tally = watchTally(guard)
  const slow = async () => {
    await wander()
    return { kind: 'allow', reason: 'slow' } as const
  }
  const others = [{ name: 'slow', mode: 'enforce' as const, decide: slow }]
  const stage = guardStage({ guard: tally.guard, params: { trial: 10 }, others })
  const one = async () => {
    await wander()
    const world = async (call: Call) => {
      await wander()
      const reply = done(call)
      await wander()
      return reply
    }
    await stage.cross({ ...buy(usd(3)), world })
  }
  await Promise.all(Array.from({ length: 8 }, one))
  assert.ok(tally.peak() <= usd(10).micros, `settled and reserved stay within the cap (seed ${seed})`)
  assert.equal(ran(stage).filter(Boolean).length, 3, `exactly 3 of 8 run (seed ${seed})`)
}

/** Every order in which 4 calls can be decided and settled. */
function everyHistory(guard: Guard<BudgetParams>): void {
  for (const history of histories(4)) {
    const tally = watchTally(guard)
    const state = alone(tally.guard, { trial: 10 })
    const allowed = new Set<number>()
    for (const { number, step } of history) {
      const call = callOf(`c${number}`, usd(3))
      if (step === 'settle') state.settle?.(call, allowed.has(number) ? replyWith('ok', {}) : undefined, [])
      else if ((state.decide(call) as { kind: string }).kind === 'allow') allowed.add(number)
    }
    assert.ok(tally.peak() <= usd(10).micros, 'settled and reserved stay within the cap')
    assert.equal(allowed.size, 3, 'exactly 3 of 4 run')
  }
}

async function boundaries(guard: Guard<BudgetParams>, per: 'action' | 'trial' | 'day'): Promise<void> {
  const cap = usd(10).micros
  for (const [amount, runs] of [
    [cap - 1, true],
    [cap, true],
    [cap + 1, false],
  ] as const) {
    const stage = guardStage({ guard, params: { [per]: 10 } })
    await stage.cross(buy(micros(amount)))
    assert.deepEqual(ran(stage), [runs], `${amount} under ${cap} per ${per}`)
  }
  if (per === 'action') return
  const stage = guardStage({ guard, params: { [per]: 10 } })
  for (const amount of [cap - 2, 1, 2, 1, 1]) await stage.cross(buy(micros(amount)))
  assert.deepEqual(ran(stage), [true, true, false, true, false], `the last micro-dollar per ${per}`)
}

const HOSTILE = [-1, -0, Number.NaN, Number.POSITIVE_INFINITY, 0.1 + 0.2, 2 ** 53, '1e3', null]

export const budgetCases: GuardCase<BudgetParams>[] = [
  {
    id: 'B1',
    title: 'a race: 8 calls of $3 at once under $10, exactly 3 run, in every order',
    check: async (guard) => {
      everyHistory(guard)
      for (let seed = 0; seed < 200; seed++) await raceOnce(guard, seed)
    },
  },
  {
    id: 'B4',
    title: 'an action that costs more than its estimate is reported, and the next one is denied',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { trial: 10 } })
      await stage.cross(buy(usd(3), usd(12)))
      await stage.cross(buy(usd('0.01')))
      assert.deepEqual(ran(stage), [true, false])
      const [alert] = eventsOf(stage.evidence().events, 'alert')
      assert.equal(alert?.call, 'c1', 'the overshoot is reported')
      assert.match(alert.message, /\$12\.00.*\$3\.00/, 'with its figures')
      assert.deepEqual(stage.violations(), [], 'one action over is no violation')
      const single = guardStage({ guard, params: { action: 5 } })
      for (const actual of [usd(6), usd(6)]) await single.cross(buy(usd(3), actual))
      assert.deepEqual(ran(single), [true, false], 'after one action over its own cap no estimate is believed')
    },
  },
  {
    id: 'B6',
    title: 'a figure that is no amount of dollars is denied at the boundary and by the guard itself',
    check: async (guard) => {
      for (const figure of [...HOSTILE, 'EUR']) {
        const currency = figure === 'EUR' ? 'EUR' : 'USD'
        const cost = { currency, micros: figure === 'EUR' ? 1 : figure } as Money
        const stage = guardStage({ guard, params: { trial: 10 } })
        await stage.cross(buy(cost))
        assert.deepEqual(ran(stage), [false], `through the seam: ${String(figure)}`)
        const { kind } = await alone(guard, { trial: 10 }).decide(callOf('c1', cost))
        assert.equal(kind, 'deny', `asked directly: ${String(figure)}`)
        if (figure === null) continue
        const read = guard.params.safeParse({ trial: figure === 2 ** 53 ? 2 ** 53 : figure })
        assert.ok(!read.success, `as a cap: ${String(figure)}`)
      }
    },
  },
  {
    id: 'B9',
    title: 'what a call did not use is free again: the peak stays within the cap, the sum of reserves goes beyond',
    check: async (guard) => {
      const tally = watchTally(guard)
      const stage = guardStage({ guard: tally.guard, params: { trial: 10 } })
      for (let call = 0; call < 10; call++) await stage.cross(buy(usd(5), usd('0.5')))
      await stage.cross(buy(usd(5), micros(0)))
      assert.deepEqual(ran(stage).filter(Boolean).length, 11, 'all run: $5 of $10 are spent at the end')
      assert.ok(tally.peak() <= usd(10).micros, 'the peak stays within the cap')
      assert.equal(tally.reserved(), usd(55).micros, 'the sum of all reserves is beyond it')
    },
  },
  {
    id: 'B12',
    title: 'cap - 1 and cap run, cap + 1 does not, to the micro-dollar',
    check: async (guard) => {
      for (const per of ['action', 'trial', 'day'] as const) await boundaries(guard, per)
    },
  },
]

export const moreBudgetCases: GuardCase<BudgetParams>[] = [
  {
    id: 'B2',
    title: 'what never ran is released, and releasing twice is harmless',
    check: async (guard) => {
      const state = alone(guard, { trial: 10 })
      const kinds: string[] = []
      for (let number = 1; number <= 4; number++) {
        const call = callOf(`c${number}`, usd(8))
        kinds.push((await state.decide(call)).kind)
        for (let time = 0; time < 3; time++) state.settle?.(call, undefined, [])
      }
      const last = callOf('c9', usd(10))
      kinds.push((await state.decide(last)).kind, (await state.decide(callOf('c10', usd(1)))).kind)
      assert.deepEqual(kinds, ['allow', 'allow', 'allow', 'allow', 'allow', 'deny'])
    },
  },
  {
    id: 'B2',
    title: 'a crash after the reserve and before the effect gives it back, however the call got lost',
    check: async (guard) => {
      const lost: Record<string, Interceptor> = {
        'its way breaks off': async () => ({ kind: 'broken', how: 'no-reply' }),
        'what carries it crashes': async () => {
          throw new Error('crashed')
        },
      }
      for (const [how, intercept] of Object.entries(lost)) {
        const injector: Injector = {
          draw: ({ id }) => (id === 'c1' ? [{ entry: 0, fault: 'f', intercept, random: createRandom(1) }] : []),
        }
        const stage = guardStage({ guard, params: { trial: 10 }, injector })
        await stage.cross(buy(usd(8)))
        await stage.cross(buy(usd(8)))
        assert.deepEqual(ran(stage), [false, true], how)
      }
      const refusing = { name: 'strict', mode: 'enforce' as const, decide: onlyLater }
      const denied = guardStage({ guard, params: { trial: 10 }, others: [refusing] })
      for (let call = 0; call < 2; call++) await denied.cross(buy(usd(8)))
      assert.deepEqual(ran(denied), [false, true], 'another guard refused it')
    },
  },
  {
    id: 'B3',
    title: 'a crash after the effect counts at the reserved maximum, as does a call of which nobody knows',
    check: async (guard) => {
      const crashes = guardStage({ guard, params: { trial: 10 } })
      const world = (call: Call) => {
        done(call)
        throw new Error('crashed')
      }
      await crashes.cross({ ...buy(usd(8)), world })
      await crashes.cross(buy(usd(8)))
      assert.deepEqual(ran(crashes), [true, false], 'the world crashed behind its effect')
      const hangs = guardStage({ guard, params: { trial: 10 } })
      const { promise, resolve } = Promise.withResolvers<ReturnType<typeof done>>()
      const open = hangs.cross({ ...buy(usd(8)), world: () => promise })
      await hangs.cross(buy(usd(8)))
      assert.deepEqual(ran(hangs), [false, false], 'while it is out it counts in full')
      resolve(replyWith('error', {}))
      await open
      await hangs.cross(buy(usd(8)))
      assert.deepEqual(ran(hangs), [false, false, true], 'it came back, and had cost nothing')
    },
  },
  {
    id: 'B3',
    title: 'a lost reply counts in full, and so does an error that left effects; an error without them is free',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { trial: 10 } })
      const fails = (call: Call) => {
        done(call)
        return replyWith('error', {})
      }
      const free = () => replyWith('error', {})
      await stage.cross({ ...buy(usd(4)), world: free })
      await stage.cross({ ...buy(usd(4)), world: () => ({ kind: 'broken', how: 'reset' }) })
      await stage.cross({ ...buy(usd(4)), world: fails })
      await stage.cross(buy(usd(4)))
      await stage.cross(buy(usd(2)))
      assert.deepEqual(ran(stage), [false, false, true, false, true])
    },
  },
  {
    id: 'B5',
    title: 'a write or a model call that has no price is denied where prices are owed',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { trial: 10, on: 'shop POST *' } })
      await stage.cross(buy(undefined))
      await stage.cross({ ...buy(undefined), access: 'unknown' })
      await stage.cross({ ...buy(undefined), access: 'read' })
      await stage.cross({ ...buy(undefined), target: 'shop GET /orders' })
      await stage.cross({ ...buy(undefined), access: 'read', channel: 'model' })
      const executed = stage.evidence().calls.map((story) => story.executed !== undefined)
      assert.deepEqual(executed, [false, false, true, true, false])
    },
  },
  {
    id: 'B5',
    title: 'what an agent says of price and usage is not read, and a reply without usage counts in full',
    check: async (guard) => {
      const claims = { cost: 0, price: '$0.00', usage: { input_tokens: 0, output_tokens: 0 }, micros: 0 }
      const says = guardStage({ guard, params: { trial: 10 } })
      for (let call = 0; call < 3; call++) await says.cross({ ...buy(usd(4)), input: claims, reason: 'it is free' })
      assert.deepEqual(ran(says), [true, true, false], 'in its input')
      const mute = guardStage({ guard, params: { trial: 10 } })
      const world = (call: Call) => ({ ...done(call), metering: {} }) as ReturnType<typeof done>
      for (let call = 0; call < 3; call++) await mute.cross({ ...buy(usd(4)), channel: 'model', world })
      assert.deepEqual(ran(mute), [true, true, false], 'a reply that says nothing of its usage')
      const unknown = guardStage({ guard, params: { trial: 10, on: 'model *' } })
      await unknown.cross({ ...buy(undefined), channel: 'model', target: 'model chat', access: 'read' })
      assert.deepEqual(ran(unknown), [false], 'a model whose price nobody knows')
    },
  },
  {
    id: 'B7',
    title: 'sub-agents and retries charge the same budget',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { trial: 10 } })
      for (const principal of ['agent', 'agent/buyer', 'agent/buyer/helper', 'agent']) {
        await stage.cross({ ...buy(usd(4)), principal })
      }
      assert.deepEqual(ran(stage), [true, true, false, false])
    },
  },
  {
    id: 'B7',
    title: 'each scope has a cap of its own: action, agent with its sub-agents and retries, trial, day',
    check: async (guard) => {
      const params = { action: 5, agent: 10, trial: 18, day: 19 }
      const stage = guardStage({ guard, params, clock: manualClock(MIDNIGHT) })
      const by = (principal: string, dollars: number) => stage.cross({ ...buy(usd(dollars)), principal })
      await by('agent', 6)
      for (const principal of ['agent', 'agent/buyer', 'agent/buyer/helper']) await by(principal, 5)
      await by('other', 5)
      await by('other/helper', 4)
      await by('other/helper', 3)
      assert.deepEqual(ran(stage), [false, true, true, false, true, false, true])
      const retries = guardStage({ guard, params: { agent: 10 } })
      for (let call = 0; call < 4; call++) {
        await retries.cross({ ...buy(usd(4)), world: () => ({ kind: 'broken', how: 'no-reply' }) })
      }
      const out = retries.evidence().calls.map(({ decisions }) => decisions[0]?.decision)
      assert.deepEqual(out, ['allow', 'allow', 'deny', 'deny'], 'a retry is an action as any other')
      for (const one of [stage, retries]) assert.deepEqual(one.violations(), [])
    },
  },
  {
    id: 'B11',
    title: 'a day has one cap, however the clock turns',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { day: 10 }, clock: manualClock(MIDNIGHT - 1) })
      const at = async (time: number, dollars: number) => {
        stage.clock.set(time)
        await stage.cross(buy(usd(dollars)))
      }
      await at(MIDNIGHT - 1, 8)
      await at(MIDNIGHT, 8)
      await at(MIDNIGHT - 1, 3)
      await at(MIDNIGHT + 86_399_999, 3)
      await at(MIDNIGHT - 1, 2)
      await at(MIDNIGHT + 1, 2)
      await at(MIDNIGHT + 86_400_000, 10)
      // The clocks go forward in Berlin at 01:00 UTC of that day, and back on another: the day is one of UTC.
      for (const hour of [1, 2, 3, 22, 23]) await at(MIDNIGHT + hour * 3_600_000 - 1, 1)
      assert.deepEqual(ran(stage), [true, true, false, false, true, true, true, ...Array(5).fill(false)])
      assert.deepEqual(stage.violations(), [])
    },
  },
]
