import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type RateLimitParams, rateLimit } from '../../../src/guards/rate-limit.ts'
import type { Mutants } from './case.ts'

type Start = (params: RateLimitParams, context: GuardContext) => GuardState

const like = (start: Start): Guard<RateLimitParams> => ({ ...rateLimit, start })

const having = (change: (params: RateLimitParams) => Partial<RateLimitParams>) =>
  like((params, context) => rateLimit.start({ ...params, ...change(params) }, context))

const settling = (change: (real: GuardState) => GuardState['settle']) =>
  like((params, context) => {
    const real = rateLimit.start(params, context)
    const settle = change(real)
    return { ...real, ...(settle && { settle }) }
  })

/** The real guard, by a clock of another make. */
const timed = (now: (clock: GuardContext['clock']) => () => number) =>
  like((params, context) =>
    rateLimit.start(params, { ...context, clock: { ...context.clock, now: now(context.clock) } }),
  )

/** A bucket for each of something. */
const each = (of: (call: Call) => string) =>
  like((params, context) => {
    const states = new Map<string, GuardState>()
    const stateOf = (call: Call) => {
      const state = states.get(of(call)) ?? rateLimit.start(params, context)
      states.set(of(call), state)
      return state
    }
    return {
      concerns: (call) => stateOf(call).concerns?.(call) ?? true,
      decide: (call) => stateOf(call).decide(call),
      settle: (call, executed, effects) => stateOf(call).settle?.(call, executed, effects),
    }
  })

/** What it counts is forgotten when another minute of the clock begins. */
const tumbling = like((params, context) => {
  let turn = Number.NaN
  let state = rateLimit.start(params, context)
  return {
    concerns: (call) => state.concerns?.(call) ?? true,
    decide: (call) => {
      const now = Math.floor(context.clock.now() / (params.spanMs || 1))
      if (now !== turn && params.limit !== undefined) state = rateLimit.start(params, context)
      turn = now
      return state.decide(call)
    },
    settle: (call, executed, effects) => state.settle?.(call, executed, effects),
  }
})

/** Counts calls when they have ended: any number at once finds room. */
const checkThenAct = like((params) => {
  let ended = 0
  const limit = params.limit ?? Number.POSITIVE_INFINITY
  return {
    decide: () => (ended < limit ? { kind: 'allow', reason: 'room' } : { kind: 'deny', reason: 'full' }),
    settle: (_, executed) => {
      if (executed) ended++
    },
  }
})

/** What was denied takes a place as well: who asks too often never gets in again. */
const countsDenied = like((params, context) => {
  const at: number[] = []
  return {
    decide: () => {
      at.push(context.clock.now())
      const counted = at.filter((one) => one > context.clock.now() - params.spanMs).length
      const full = counted > (params.limit ?? Number.POSITIVE_INFINITY)
      return full ? { kind: 'deny', reason: 'full' } : { kind: 'allow', reason: 'room' }
    },
  }
})

/** Looks only at what lies behind it: what the clock shows as yet to come does not count. */
const looksBack = like((params, { clock }) => {
  const at: number[] = []
  return {
    decide: () => {
      const now = clock.now()
      const counted = at.filter((one) => one > now - params.spanMs && one <= now).length
      if (counted >= (params.limit ?? Number.POSITIVE_INFINITY)) return { kind: 'deny', reason: 'full' }
      at.push(now)
      return { kind: 'allow', reason: 'room' }
    },
  }
})

/** Takes the latest time it ever saw for now: one leap forward, and the window is empty for good. */
const latestSeen = timed((clock) => {
  let latest = Number.NEGATIVE_INFINITY
  return () => {
    latest = Math.max(latest, clock.now())
    return latest
  }
})

const neverAsksAgain = like((params, context) => {
  const { confirm: _, ...real } = rateLimit.start(params, context)
  return real
})

const mute = like((params, context) => {
  const real = rateLimit.start(params, context)
  return { ...real, decide: async (call) => ({ ...(await real.decide(call)), reason: 'no' }) }
})

export const rateLimitMutants: Mutants<RateLimitParams> = {
  'a tumbling window': tumbling,
  'a bucket for each key': each(({ input }) => JSON.stringify(input)),
  'a bucket for each principal': each(({ principal }) => principal),
  'a bucket for each root of a principal': each(({ principal }) => principal.split('/')[0] ?? ''),
  'a bucket for each target': each(({ target }) => target),
  'one too many': having(({ limit, concurrent }) => ({
    ...(limit && { limit: limit + 1 }),
    ...(concurrent && { concurrent: concurrent + 1 }),
  })),
  'a window one ms short': having(({ spanMs }) => ({ spanMs: spanMs - 1 })),
  'a window one ms long': having(({ spanMs }) => ({ spanMs: spanMs + 1 })),
  'any number at once': having(() => ({ concurrent: Number.MAX_SAFE_INTEGER })),
  'check, then act': checkThenAct,
  'counts calls, not items': having(() => ({ countItems: false })),
  'counts items, asked or not': having(() => ({ countItems: true })),
  'failures are free': settling(
    (real) => (call, executed, effects) => real.settle?.(call, executed?.kind === 'ok' ? executed : undefined, effects),
  ),
  'counts what was denied': countsDenied,
  'never gives back': settling(() => () => {}),
  'forgets what the clock shows as yet to come': looksBack,
  'trusts a leap': latestSeen,
  'never asks again': neverAsksAgain,
  'tells nobody when': mute,
}
