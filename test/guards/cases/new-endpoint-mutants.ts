import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type NewEndpointParams, newEndpoint } from '../../../src/guards/new-endpoint.ts'
import type { Mutants } from './case.ts'

type Params = NewEndpointParams

const like = (start: (params: Params, context: GuardContext) => GuardState): Guard<Params> => ({
  ...newEndpoint,
  start,
})

const changed = (change: (real: GuardState, params: Params, context: GuardContext) => GuardState) =>
  like((params, context) => change(newEndpoint.start(params, context), params, context))

/** The real guard, looking at calls through a distorting glass. */
const seeing = (distort: (call: Call) => Call) =>
  changed(({ decide, settle, ...real }) => ({
    ...real,
    decide: (call) => decide(distort(call)),
    settle: (call, executed, effects) => settle?.(distort(call), executed, effects),
  }))

/** The number in the place of the name: each is another endpoint. */
function numbered(call: Call): Call {
  const { path = {} } = (call.input ?? {}) as { path?: Record<string, string> }
  return { ...call, target: call.target.replace(/\{(\w+)\}/g, (all, name: string) => `n-${path[name] ?? all}`) }
}

const learns = like((params, context) => {
  const seen = new Set<string>()
  const real = newEndpoint.start(params, context)
  return {
    ...real,
    decide: (call) => {
      const again = seen.has(call.target)
      seen.add(call.target)
      return again ? { kind: 'allow', reason: 'seen' } : real.decide(call)
    },
  }
})

export const newEndpointMutants: Mutants<Params> = {
  'looks at no host': seeing(({ origin: _, ...call }) => call),
  'looks at no schema': seeing(({ schema: _, ...call }) => ({ ...call, schema: '1f3a' })),
  'looks at the target alone': seeing(({ covers: _, ...call }) => call),
  'minds every number': seeing(numbered),
  'minds the dot behind a host': seeing((call) =>
    call.origin?.endsWith('.') ? { ...call, origin: `${call.origin}x` } : call,
  ),
  'looks at no rows': changed(({ inspect: _, ...real }) => real),
  'tells when it is over': changed((real) => ({
    ...real,
    decide: () => ({ kind: 'allow', reason: 'later' }),
  })),
  'minds what ran': changed(({ settle, ...real }) => ({
    ...real,
    decide: (call) => (call.malformed ? { kind: 'deny', reason: 'no' } : real.decide(call)),
  })),
  'takes patterns from what was accepted': like((params, context) =>
    newEndpoint.start({ ...params, known: params.accepted }, context),
  ),
  'learns by itself': learns,
  'tells nobody': like((params, context) => newEndpoint.start(params, { ...context, alert: () => {} })),
  'denies nothing': like((params, context) => newEndpoint.start({ ...params, onNew: 'alert' }, context)),
}
