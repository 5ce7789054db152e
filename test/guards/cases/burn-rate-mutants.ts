import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import { type BurnRateParams, burnRate } from '../../../src/guards/burn-rate.ts'
import type { Guard } from '../../../src/guards/define.ts'
import type { Mutants } from './case.ts'

type Params = BurnRateParams

const like = (start: (params: Params, context: GuardContext) => GuardState): Guard<Params> => ({ ...burnRate, start })
const given = (change: (params: Params) => Params) => like((params, context) => burnRate.start(change(params), context))
const paces = (change: (pace: Params['paces'][number]) => Params['paces'][number]) =>
  given((params) => ({ ...params, paces: params.paces.map(change) }))

const each = like((params, context) => {
  const states = new Map<string, GuardState>()
  const of = ({ principal }: Call) => {
    const state = states.get(principal) ?? burnRate.start(params, context)
    states.set(principal, state)
    return state
  }
  return {
    decide: (call) => of(call).decide(call),
    settle: (call, executed, effects) => of(call).settle?.(call, executed, effects),
  }
})

export const burnRateMutants: Mutants<Params> = {
  'counts no money': given(({ usdPerHour: _, ...params }) => params),
  'counts no calls': given(({ callsPerHour: _, ...params }) => params),
  'is twice as patient': paces((pace) => ({ ...pace, factor: pace.factor * 2 })),
  'minds the norm itself': paces((pace) => ({ ...pace, factor: 1 })),
  'goes on as soon as it is calm': like((params, context) => {
    // A fresh guard for each call that finds the short window calm has forgotten that it paused.
    const real = burnRate.start({ ...params, paces: params.paces.map((pace) => ({ ...pace })) }, context)
    const calm = burnRate.start(
      { ...params, paces: params.paces.map((pace) => ({ ...pace, longMs: pace.shortMs })) },
      { ...context, alert: () => {} },
    )
    return {
      decide: async (call) => {
        const [decision, now] = [await real.decide(call), await calm.decide(call)]
        return decision.kind !== 'allow' && now.kind === 'allow' ? now : decision
      },
      settle: (...of) => {
        real.settle?.(...of)
        calm.settle?.(...of)
      },
    }
  }),
  'looks at the short window alone': paces((pace) => ({ ...pace, longMs: pace.shortMs })),
  'looks at the long window alone': paces((pace) => ({ ...pace, shortMs: pace.longMs })),
  'never settles': like((params, context) => {
    const { settle: _, ...real } = burnRate.start(params, context)
    return real
  }),
  'counts each sub-agent for itself': each,
  'asks nobody': given((params) => ({ ...params, onFast: 'deny' })),
  'believes anybody': like((params, context) => {
    const real = burnRate.start(params, context)
    return {
      ...real,
      decide: async (call) => {
        const decision = await real.decide({ ...call, principal: 'nobody' })
        return decision
      },
    }
  }),
  'runs without a norm': like((params, context) =>
    burnRate.start(params.usdPerHour || params.callsPerHour ? params : { ...params, callsPerHour: 1e9 }, context),
  ),
  'tells nobody': like((params, context) => burnRate.start(params, { ...context, alert: () => {} })),
}
