import assert from 'node:assert/strict'
import { type Call, placeOf } from '../../../src/boundary/call.ts'
import type { GuardState } from '../../../src/boundary/decision.ts'
import type { Injector, Interceptor } from '../../../src/boundary/interceptor.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { RateLimitParams } from '../../../src/guards/rate-limit.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
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
import type { GuardCase } from './case.ts'

const START = Date.UTC(2026, 0, 1)
const PER_MINUTE = { limit: 60, per: 'minute' }

/** How many calls left an effect. */
function ran(stage: GuardStage): number {
  return eventsOf(stage.events, 'effect').length
}

/** Sends so many calls at so many ms after the start, and says how many of them ran. */
async function send(stage: GuardStage, atMs: number, count: number, sketch: Sketch = {}): Promise<number> {
  stage.clock.set(START + atMs)
  const before = ran(stage)
  for (let call = 0; call < count; call++) await stage.cross(sketch)
  return ran(stage) - before
}

function reasons(stage: GuardStage): string[] {
  return stage.evidence().calls.flatMap(({ decisions }) => decisions.map(({ reason }) => reason))
}

/** Any order of calls in time: no window of a minute has more than 60, by a count that shares nothing with the guard. */
async function anyMinute(guard: Guard<RateLimitParams>, seed: number): Promise<void> {
  const random = createRandom(seed)
  const stage = guardStage({ guard, params: { limit: 5, perMs: 1_000 } })
  const at: number[] = []
  for (let call = 0, now = 0; call < 60; call++) {
    now += random.int(300)
    if ((await send(stage, now, 1)) === 1) at.push(now)
    else assert.ok(at.filter((other) => other > now - 1_000).length >= 5, `a denial is due (seed ${seed})`)
  }
  for (const from of at) {
    const inWindow = at.filter((other) => other >= from && other < from + 1_000).length
    assert.ok(inWindow <= 5, `${inWindow} ran within a second (seed ${seed})`)
  }
  assert.ok(at.length > 5, 'as time passes, more may run')
}

/** 50 at once, each asked, run and ended in its own time. */
async function crowd(guard: Guard<RateLimitParams>, seed: number): Promise<void> {
  const random = createRandom(seed)
  const wander = async () => {
    for (let turn = random.int(8); turn > 0; turn--) await null
  }
  const slow = async () => {
    await wander()
    return { kind: 'allow', reason: 'slow' } as const
  }
  const others = [{ name: 'slow', mode: 'enforce' as const, decide: slow }]
  const stage = guardStage({ guard, params: { concurrent: 3 }, others })
  const gate = Promise.withResolvers<void>()
  const world = async (call: Call) => {
    await wander()
    await gate.promise
    return done(call)
  }
  const all = Promise.all(Array.from({ length: 50 }, () => stage.cross({ world })))
  await stage.clock.advance(1)
  gate.resolve()
  await all
  assert.equal(ran(stage), 3, `exactly 3 of 50 run (seed ${seed})`)
  assert.equal(reasons(stage).filter((reason) => /3 may be; try again/.test(reason)).length, 47, 'the others are told')
  await stage.cross()
  assert.equal(ran(stage), 4, 'when they have ended, there is room again')
}

function alone(guard: Guard<RateLimitParams>, params: unknown): GuardState {
  const context = { clock: manualClock(), random: createRandom(1), alert: () => {} }
  return guard.start(guard.params.parse(params), context)
}

/** Keeps the first three calls on their way to the world for so long. */
function slowWay(ms: number): Injector {
  const intercept: Interceptor = async (_, next, { clock, signal }) => {
    await clock.sleep(ms, signal)
    return next()
  }
  const fault = { entry: 0, fault: 'latency', random: createRandom(1), intercept }
  return { draw: (call) => (placeOf(call) <= 3 ? [fault] : []) }
}

export const rateLimitCases: GuardCase<RateLimitParams>[] = [
  {
    id: 'R1',
    title: '60 a minute: 60 at 0:59.9 and 60 at 1:00.1 are 60 in any 60 seconds',
    check: async (guard) => {
      const stage = guardStage({ guard, params: PER_MINUTE })
      assert.equal(await send(stage, 59_900, 60), 60)
      assert.equal(await send(stage, 60_100, 60), 0, 'a new minute of the clock is no new window')
      assert.equal(await send(stage, 119_899, 1), 0, 'one ms too early')
      assert.equal(await send(stage, 119_900, 61), 60, 'a minute after the first, and no more than 60')
      assert.deepEqual(stage.violations(), [])
      const denied = reasons(stage).find((reason) => reason !== 'within the limit')
      assert.equal(denied, 'more than 60 per minute; retryAfterMs: 59800', 'the agent is told when to come back')
      for (let seed = 0; seed < 30; seed++) await anyMinute(guard, seed)
    },
  },
  {
    id: 'R2',
    title: '50 at once at a limit of 3: exactly 3 run, and the others are told',
    check: async (guard) => {
      for (let seed = 0; seed < 30; seed++) await crowd(guard, seed)
      const stage = guardStage({ guard, params: { limit: 3, per: 'minute' } })
      await Promise.all(Array.from({ length: 50 }, () => stage.cross()))
      assert.equal(ran(stage), 3, 'and exactly 3 in one window')
    },
  },
  {
    id: 'R3',
    title: 'a new key, another header or a sub-agent, forged or real, shares the bucket',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { limit: 3, per: 'minute', on: 'shop *' } })
      const target = 'shop POST /orders'
      const principals = ['agent', 'agent/buyer', 'agent/buyer/helper', 'somebody', 'admin/agent', '', '/']
      for (const [index, principal] of principals.entries()) {
        const input = { headers: { authorization: `key-${index}`, 'x-forwarded-for': `10.0.0.${index}` } }
        await stage.cross({ target, principal, input })
        await stage.cross({ target: `shop POST /orders/${index}`, principal, input })
      }
      assert.equal(ran(stage), 3)
      assert.deepEqual(stage.violations(), [])
    },
  },
  {
    id: 'R4',
    title: 'retries, failures and lost replies count; what was denied or never ran does not',
    check: async (guard) => {
      const stage = guardStage({ guard, params: { limit: 4, per: 'minute' } })
      await send(stage, 0, 1, { world: () => replyWith('error', {}) })
      await send(stage, 0, 1, { world: () => ({ kind: 'broken', how: 'reset' }) })
      assert.equal(await send(stage, 1_000, 9), 2, 'two of four are left')
      assert.equal(await send(stage, 59_999, 9), 0)
      assert.equal(await send(stage, 60_000, 9), 2, 'the denied ones did not count')
      assert.equal(await send(stage, 61_000, 9), 2)
      const state = alone(guard, { limit: 2, per: 'minute', concurrent: 2 })
      for (let number = 1; number <= 9; number++) {
        const call = { ...proposalOf(), id: `c${number}`, key: 'k', attempt: 1 }
        assert.equal((await state.decide(call)).kind, 'allow', 'what another guard refused is given back')
        state.settle?.(call, undefined, [])
      }
    },
  },
  {
    id: 'R5',
    title: 'a batch counts its items, and one that is too large is told so',
    check: async (guard) => {
      const stage = guardStage({ guard, params: PER_MINUTE })
      const sizes = [47, 14, 13, 1, 61]
      for (const items of sizes) await stage.cross({ items })
      const allowed = stage.evidence().calls.map(({ effects }) => effects.length > 0)
      assert.deepEqual(allowed, [true, false, true, false, false])
      assert.match(reasons(stage).at(-1) ?? '', /^61 at once can never be within 60 per minute/)
      const empty = guardStage({ guard, params: { limit: 2, per: 'minute' } })
      assert.equal(await send(empty, 0, 5, { items: 0 }), 2, 'an empty batch is a call all the same')
      const calls = guardStage({ guard, params: { ...PER_MINUTE, countItems: false } })
      assert.equal(await send(calls, 0, 61, { items: 500 }), 60, 'calls alone, where asked for')
    },
  },
  {
    id: 'R6',
    title: 'a clock that goes back, or forward and back, gives nothing',
    check: async (guard) => {
      const back = guardStage({ guard, params: PER_MINUTE })
      assert.equal(await send(back, 0, 60), 60)
      for (const atMs of [-1, -30_000, -60_000, -3_600_000, 59_999])
        assert.equal(await send(back, atMs, 5), 0, `${atMs}`)
      assert.equal(await send(back, 60_000, 5), 5)
      assert.deepEqual(back.violations(), [])

      const leap = guardStage({ guard, params: PER_MINUTE })
      await send(leap, 0, 60)
      assert.equal(await send(leap, 120_000, 1), 1, 'two minutes on the clock are two minutes')
      assert.equal(await send(leap, 30_000, 60), 0, 'but gone back, the first minute is as full as it was')
      assert.equal(await send(leap, 150_000, 60), 59)
      assert.deepEqual(leap.violations(), [])

      const swing = guardStage({ guard, params: PER_MINUTE })
      await send(swing, 0, 30)
      assert.equal(await send(swing, -300_000, 60), 30, 'set back: what was left of one minute')
      assert.equal(await send(swing, 59_000, 60), 0, 'set forward again: nothing more in the first minute')
      assert.deepEqual(swing.violations(), [])
    },
  },
]

export const moreRateLimitCases: GuardCase<RateLimitParams>[] = [
  {
    id: 'R1-queue',
    title: 'what waited counts when it runs: 60 that waited for a minute do not run beside 60 others',
    check: async (guard) => {
      const params = { limit: 3, per: 'minute' }
      const stage = guardStage({ guard, params, injector: slowWay(90_000) })
      const early = Array.from({ length: 3 }, () => stage.cross())
      await stage.clock.advance(61_000)
      await Promise.all(Array.from({ length: 3 }, () => stage.cross()))
      assert.equal(ran(stage), 3, 'at 1:01 nothing has run for a minute')
      await stage.clock.advance(29_000)
      assert.match(JSON.stringify(await Promise.all(early)), /retryAfterMs: 31000/)
      assert.equal(ran(stage), 3, 'at 1:30 three have run half a minute ago')
      assert.deepEqual(stage.violations(), [])
      const alone = guardStage({ guard, params, injector: slowWay(90_000) })
      const three = Array.from({ length: 3 }, () => alone.cross())
      await alone.clock.advance(90_000)
      await Promise.all(three)
      assert.equal(ran(alone), 3, 'waiting alone takes no place away')
    },
  },
]
