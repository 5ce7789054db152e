import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import type { Reply } from '../../../src/boundary/reply.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type LoopBreakerParams, loopBreaker } from '../../../src/guards/loop-breaker.ts'
import { digest } from '../../../src/kernel/json.ts'
import type { EffectEvent } from '../../../src/trace/events/effect.ts'
import type { Mutants } from './case.ts'

type Start = (params: LoopBreakerParams, context: GuardContext) => GuardState

const like = (start: Start): Guard<LoopBreakerParams> => ({ ...loopBreaker, start })

const limits = (change: (params: LoopBreakerParams) => Partial<LoopBreakerParams>) =>
  like((params, context) => loopBreaker.start({ ...params, ...change(params) }, context))

const NEVER = Number.MAX_SAFE_INTEGER

/** The real guard, looking at calls through a distorting glass. */
const seeing = (distort: (call: Call) => Call) =>
  like((params, context) => {
    const real = loopBreaker.start(params, context)
    return {
      ...real,
      decide: (call) => real.decide(distort(call)),
      settle: (call, executed, effects) => real.settle?.(distort(call), executed, effects),
    }
  })

type Settle = NonNullable<GuardState['settle']>

/** Changes what the real guard is told in `settle`. */
const told = (change: (...what: Parameters<Settle>) => Parameters<Settle>) =>
  like((params, context) => {
    const real = loopBreaker.start(params, context)
    return { ...real, settle: (...what) => real.settle?.(...change(...what)) }
  })

const silenced = (executed: Reply | undefined): Reply | undefined =>
  executed && executed.kind !== 'broken' ? { kind: executed.kind, output: { content: null } } : executed

/** Starts over when it has tripped. */
const forgives = like((params, context) => {
  let real = loopBreaker.start(params, context)
  return {
    ...real,
    decide: async (call) => {
      const decision = await real.decide(call)
      if (decision.kind !== 'allow') real = loopBreaker.start(params, context)
      return decision
    },
    settle: (call, executed, effects) => real.settle?.(call, executed, effects),
  }
})

const countsProposals = like((params) => {
  const seen = new Map<string, number>()
  return {
    decide: ({ key }) => {
      const count = (seen.get(key) ?? 0) + 1
      seen.set(key, count)
      return count > params.repeats ? { kind: params.on, reason: 'again' } : { kind: 'allow', reason: 'fine' }
    },
  }
})

export const loopBreakerMutants: Mutants<LoopBreakerParams> = {
  'lets one more through': limits(({ repeats }) => ({ repeats: repeats + 1 })),
  'lets one less through': limits(({ repeats }) => ({ repeats: Math.max(1, repeats - 1) })),
  'sees no repeats': limits(() => ({ repeats: NEVER })),
  'sees no rounds': limits(() => ({ cycles: NEVER })),
  'sees one round more': limits(({ cycles }) => ({ cycles: cycles + 1 })),
  'never tires': limits(() => ({ stale: NEVER })),
  'tires too soon': limits(({ stale }) => ({ stale: stale / 2 })),
  'minds no errors': limits(() => ({ errors: NEVER })),
  'minds one error less': limits(({ errors }) => ({ errors: errors - 1 })),
  'is never patient': limits(() => ({ minIntervalMs: NEVER })),
  'is always patient': limits(() => ({ minIntervalMs: 0 })),
  'knows no tool that waits': limits(() => ({ waits: [] })),
  'takes thinking for patience': like((params, context) => {
    const real = loopBreaker.start(params, context)
    return { ...real, concerns: (call) => call.channel !== 'model' && (real.concerns?.(call) ?? true) }
  }),
  'minds every field': seeing((call) => ({ ...call, key: digest([call.target, call.input]) })),
  'minds the order of keys': seeing((call) => ({ ...call, key: JSON.stringify([call.target, call.input]) })),
  'minds the target only': seeing((call) => ({ ...call, key: call.target })),
  'takes each sub-agent for another': seeing((call) => ({ ...call, principal: call.principal.replaceAll('/', '-') })),
  'takes all agents for one': seeing((call) => ({ ...call, principal: 'any' })),
  'hears no answers': told((call, executed, effects) => [call, silenced(executed), effects]),
  'takes every change for news': told((call, executed, effects) => {
    return [call, executed, effects.map((effect) => ({ ...effect, after: call.id }))]
  }),
  'sees no changes': told((call, executed) => [call, executed, []]),
  'takes what never ran for progress': told((call, executed, effects) => {
    if (executed) return [call, executed, effects]
    const made: EffectEvent = { type: 'effect', calls: [], collection: 'x', op: 'create', id: 'x', after: call.id }
    return [call, { kind: 'ok', output: { content: null } }, [made]]
  }),
  'counts proposals alone': countsProposals,
  forgives: forgives,
  'only warns': like((params, context) => loopBreaker.start({ ...params, on: 'deny' }, context)),
  'always halts': like((params, context) => loopBreaker.start({ ...params, on: 'halt' }, context)),
  'does not look again': like((params, context) => {
    const { confirm: _, ...real } = loopBreaker.start(params, context)
    return real
  }),
}
