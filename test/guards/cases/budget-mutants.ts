import type { Call } from '../../../src/boundary/call.ts'
import type { GuardContext, GuardState } from '../../../src/boundary/decision.ts'
import type { Reply } from '../../../src/boundary/reply.ts'
import { type BudgetParams, budget } from '../../../src/guards/budget.ts'
import type { Guard } from '../../../src/guards/define.ts'
import { type Money, micros } from '../../../src/kernel/money.ts'
import type { Mutants } from './case.ts'

type Start = (params: BudgetParams, context: GuardContext) => GuardState

const like = (start: Start): Guard<BudgetParams> => ({ ...budget, start })

/** Changes what the real guard is told in `settle`. */
const told = (change: (executed: Reply | undefined) => Reply | undefined) =>
  like((params, context) => {
    const real = budget.start(params, context)
    return { ...real, settle: (call, executed, effects) => real.settle?.(call, change(executed), effects) }
  })

const caps = (change: (cap: Money) => Money) =>
  like((params, context) => {
    const changed = { ...params }
    for (const name of ['action', 'trial', 'day'] as const) {
      const cap = params[name]
      if (cap) changed[name] = change(cap)
    }
    return budget.start(changed, context)
  })

/** Looks at what was spent, and adds to it when the call has run: the classic race. */
const checkThenAct = like((params) => {
  let spent = 0
  const cap = params.trial?.micros ?? Number.POSITIVE_INFINITY
  return {
    decide: (call) => {
      const within = spent + (call.cost?.micros ?? 0) <= cap
      return within ? { kind: 'allow', reason: 'enough left' } : { kind: 'deny', reason: 'spent' }
    },
    settle: (call, executed) => {
      if (executed) spent += call.cost?.micros ?? 0
    },
  }
})

/** Asks whether a sum is over the cap, so that what is no number never is. */
const trustsFigures = like((params) => {
  let reserved = 0
  return {
    decide: (call) => {
      const sum = reserved + (call.cost?.micros ?? 0)
      if (params.trial && sum > params.trial.micros) return { kind: 'deny', reason: 'spent' }
      reserved = sum
      return { kind: 'allow', reason: 'enough left' }
    },
  }
})

const unpricedIsFree = like((params, context) => {
  const real = budget.start(params, context)
  return { ...real, concerns: (call) => call.cost !== undefined && (real.concerns?.(call) ?? true) }
})

/** A ledger for each principal: a sub-agent starts with an empty one. */
const ledgerEach = like((params, context) => {
  const states = new Map<string, GuardState>()
  const of = ({ principal }: Call) => {
    const state = states.get(principal) ?? budget.start(params, context)
    states.set(principal, state)
    return state
  }
  return {
    concerns: (call) => of(call).concerns?.(call) ?? true,
    decide: (call) => of(call).decide(call),
    settle: (call, executed, effects) => of(call).settle?.(call, executed, effects),
  }
})

/** Starts over whenever the day is not the one of the call before. */
const freshEachTurn = like((params, context) => {
  let day = 0
  let state = budget.start(params, context)
  return {
    decide: (call) => {
      const today = Math.floor(context.clock.now() / 86_400_000)
      if (today !== day) state = budget.start(params, context)
      day = today
      return state.decide(call)
    },
    settle: (call, executed, effects) => state.settle?.(call, executed, effects),
  }
})

const neverSettles = like((params, context) => {
  const { settle: _, ...real } = budget.start(params, context)
  return real
})

const mute = like((params, context) => budget.start(params, { ...context, alert: () => {} }))

const withoutMetering = (executed: Reply | undefined): Reply | undefined =>
  executed && executed.kind !== 'broken' ? { kind: executed.kind, output: executed.output } : executed

export const budgetMutants: Mutants<BudgetParams> = {
  'cap x 10': caps((cap) => micros(cap.micros * 10)),
  'cap one too high': caps((cap) => micros(cap.micros + 1)),
  'cap one too low': caps((cap) => micros(cap.micros - 1)),
  'check, then act': checkThenAct,
  'trusts any figure': trustsFigures,
  'what has no price is free': unpricedIsFree,
  'releases on a lost reply': told((executed) => (executed?.kind === 'broken' ? undefined : executed)),
  'releases on an error that left effects': told((executed) => (executed?.kind === 'error' ? undefined : executed)),
  'ignores what it really cost': told(withoutMetering),
  'never gives back': neverSettles,
  'a ledger for each sub-agent': ledgerEach,
  'caps no agent': like(({ agent: _, ...params }, context) => budget.start(params, context)),
  'keeps what was lost on the way': told((executed) => executed ?? { kind: 'broken', how: 'reset' }),
  'counts what is done only': like((params, context) => {
    // Nothing is reserved: what is out counts only once it is back.
    const real = budget.start(params, context)
    return {
      ...real,
      decide: async (call) => {
        const decision = await real.decide(call)
        real.settle?.(call, undefined, [])
        return decision
      },
      settle: async (call, executed, effects) => {
        await real.decide(call)
        real.settle?.(call, executed, effects)
      },
    }
  }),
  'believes what the agent says': like((params, context) => {
    const real = budget.start(params, context)
    const claimed = (call: Call): Call => {
      const { micros: amount } = (call.input ?? {}) as { micros?: number }
      return amount === undefined ? call : { ...call, cost: micros(amount) }
    }
    return { ...real, decide: (call) => real.decide(claimed(call)) }
  }),
  'forgets when the day turns': freshEachTurn,
  'tells nobody': mute,
}
