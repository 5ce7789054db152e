import assert from 'node:assert/strict'
import type { Call } from '../../../src/boundary/call.ts'
import { type BurnRateParams, burnRate } from '../../../src/guards/burn-rate.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
import { usd } from '../../../src/kernel/money.ts'
import { done, type GuardStage, guardStage, replyWith, type Sketch } from '../../../src/testing/guard-stage.ts'
import { eventsOf } from '../../../src/trace/evidence.ts'
import { answering } from './approval-cases.ts'
import type { GuardCase } from './case.ts'

const START = Date.UTC(2026, 0, 1)
const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** $6 an hour and 60 calls; more than twice that for an hour and five minutes is too fast, or ten times for five and one. */
export const NORM = { usdPerHour: 6, callsPerHour: 60 }

const buy = (dollars: number, actual = dollars): Sketch => ({
  cost: usd(dollars),
  world: (call: Call) => ({ ...done(call), metering: { actual: usd(actual) } }) as ReturnType<typeof done>,
})

const open = (guard: Guard<BurnRateParams>, params: object = {}, answers: ('yes' | 'no')[] = []) => {
  const approver = answering(...answers)
  const stage = guardStage({ guard, params: { ...NORM, ...params }, approver, clock: manualClock(START) })
  return { stage, asked: approver.asked }
}

const ran = ({ evidence }: GuardStage): number => evidence().effects.length

/** The same call so many times, so many ms apart. Gives how many of them ran. */
async function every(stage: GuardStage, ms: number, count: number, sketch: Sketch): Promise<number> {
  const before = ran(stage)
  for (let call = 0; call < count; call++) {
    stage.clock.set(stage.clock.now() + ms)
    await stage.cross(sketch)
  }
  return ran(stage) - before
}

export const burnRateCases: GuardCase<BurnRateParams>[] = [
  {
    id: 'L11',
    title: 'spending or acting faster than its norm pauses the agent, and nobody is asked twice about one burst',
    check: async (guard) => {
      const spends = open(guard)
      // Ten times the norm: $1 a minute.
      assert.equal(await every(spends.stage, MINUTE, 60, buy(1)), 12, 'it stops at twice the norm of an hour')
      assert.equal(spends.asked.length, 1)
      const alerts = eventsOf(spends.stage.evidence().events, 'alert')
      assert.equal(alerts.length, 1)
      assert.match(alerts[0]?.message ?? '', /\$13\.00 in 3600000 ms is more than 2 times the \$6\.00 per hour/)
      const acts = open(guard)
      assert.equal(await every(acts.stage, 1_000, 300, {}), 50, 'ten times the norm of five minutes')
      const strict = open(guard, { onFast: 'deny' }, ['yes'])
      assert.equal(await every(strict.stage, MINUTE, 60, buy(1)), 12)
      assert.equal(strict.asked.length, 0, 'nobody is asked')
      for (const { stage } of [spends, acts, strict]) assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'L11',
    title: 'an honest pace is never paused, nor is a spike that is over, nor a slow start of a long day',
    check: async (guard) => {
      const honest = open(guard)
      assert.equal(await every(honest.stage, MINUTE, 24 * 60, buy(0.1)), 24 * 60, 'the norm, a day long')
      const twice = open(guard)
      assert.equal(await every(twice.stage, MINUTE, 6 * 60, buy(0.2)), 6 * 60, 'twice the norm exactly')
      const spike = open(guard)
      for (const count of [9, 9, 5]) {
        assert.equal(await every(spike.stage, 1, count, buy(0.5)), count, 'a spike within what an hour may burn')
        spike.stage.clock.set(spike.stage.clock.now() + 10 * MINUTE)
      }
      assert.equal(await every(spike.stage, 10 * MINUTE, 2, buy(0.5)), 2, 'and on at ease: the short window is calm')
      for (const { stage } of [honest, twice, spike]) assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'L11',
    title: 'it goes on when the window has recovered, or when a person lets it; never by its own word',
    check: async (guard) => {
      const waits = open(guard, { onFast: 'deny' })
      await every(waits.stage, MINUTE, 20, buy(1))
      assert.equal(await every(waits.stage, HOUR, 1, buy(1)), 1, 'an hour later it may again')
      const renewed = open(guard, {}, ['yes', 'no'])
      assert.equal(await every(renewed.stage, MINUTE, 13, buy(1)), 13, 'a person let it go on')
      assert.equal(await every(renewed.stage, MINUTE, 30, buy(1)), 11, 'for one burst more')
      assert.equal(renewed.asked.length, 2)
      const [, ...later] = renewed.stage.evidence().calls.filter(({ approvals }) => approvals.length > 0)
      assert.equal(later[0]?.approvals[0]?.answer, 'denied')
      const own = open(guard, {}, ['yes', 'yes', 'yes'])
      assert.equal(await every(own.stage, MINUTE, 20, { ...buy(1), principal: 'carla/helper' }), 12)
      for (const { stage } of [waits, renewed, own]) assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'L11',
    title: 'sub-agents burn together; what never ran burns nothing, and what really was spent counts',
    check: async (guard) => {
      const shared = open(guard)
      let together = 0
      for (let call = 0; call < 20; call++) {
        together += await every(shared.stage, MINUTE, 1, { ...buy(1), principal: `agent/${call % 4}` })
      }
      assert.equal(together, 12)
      const cheap = open(guard)
      assert.equal(await every(cheap.stage, MINUTE, 60, buy(1, 0.1)), 60, 'it cost less than it was taken for')
      const dear = open(guard)
      assert.equal(await every(dear.stage, MINUTE, 60, buy(0.1, 2)), 6, 'it cost more')
      const refused = open(guard, { callsPerHour: 10_000 })
      const fails = { cost: usd(1), world: () => replyWith('error', {}) }
      await every(refused.stage, MINUTE, 60, fails)
      assert.equal(refused.asked.length, 0, 'a refusal of the world costs nothing')
      const back = open(guard, { onFast: 'deny' })
      await every(back.stage, MINUTE, 12, buy(1))
      back.stage.clock.set(START)
      assert.equal(await every(back.stage, 0, 5, buy(1)), 0, 'a clock that goes back gives nothing')
      for (const { stage } of [shared, cheap, dear, refused, back]) assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'L11',
    title: 'the norm is learned from trials that a person accepted; without one nothing runs',
    check: async (guard) => {
      const learned = open(burnRate)
      await every(learned.stage, MINUTE, 30, buy(0.1))
      const { accepted } = burnRate
      const grown = accepted?.grow(undefined, [learned.stage.evidence()], { reason: 'usual', acceptedAt: '2026-01-01' })
      assert.deepEqual(grown?.added, ['3000000 usd per hour', '30 calls per hour'])
      const params = accepted?.read(guard.params.parse({}), grown?.content ?? null)
      const stage = guardStage({ guard, params: { ...params, usdPerHour: 3 }, clock: manualClock(START) })
      assert.equal(await every(stage, MINUTE, 60, buy(0.3)), 20, 'twice what was usual')
      const none = guardStage({ guard, params: {} })
      await none.cross(buy(1))
      assert.equal(ran(none), 0, 'no norm, no yes')
    },
  },
]
