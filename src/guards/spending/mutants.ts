import { formatMoney, type Money } from '../../kernel/money.ts'
import { altered, type Mutant } from '../mutant.ts'
import { centMore, tenfold } from '../mutating/figures.ts'
import { scopeMutants } from '../mutating/scope.ts'
import type { BudgetParams } from './caps.ts'

const CAPS = ['action', 'trial', 'agent', 'day'] as const

export function budgetMutants(params: BudgetParams): Mutant<BudgetParams>[] {
  const { on } = params
  return [
    ...CAPS.flatMap((cap) => (params[cap] ? capMutants(params, cap, params[cap]) : [])),
    ...((params.trial ?? params.agent ?? params.day) ? [checksThenCharges] : []),
    ...(on === undefined ? [] : [freeWithoutPrice, ...scopeMutants({ ...params, on })]),
  ]
}

function capMutants(params: BudgetParams, cap: (typeof CAPS)[number], amount: Money): Mutant<BudgetParams>[] {
  const [more, off] = [tenfold(amount), centMore(amount)]
  const what = cap === 'action' ? 'no action costs' : `no ${cap} comes to`
  const add =
    cap === 'action' ? 'add an agent or a price whose action does' : 'add an agent whose actions add up to that'
  return [
    {
      name: `${cap}-cap-x10`,
      describe: `the cap per ${cap} is ${formatMoney(more)} in place of ${formatMoney(amount)}`,
      wanted: `${what} more than ${formatMoney(amount)} and at most ${formatMoney(more)} where this cap alone is in the way: ${add}`,
      params: { ...params, [cap]: more },
    },
    {
      name: `${cap}-cap-off-by-one`,
      describe: `the cap per ${cap} is ${formatMoney(off)} in place of ${formatMoney(amount)}`,
      wanted: `${what} exactly ${formatMoney(off)}: ${add}`,
      params: { ...params, [cap]: off },
    },
  ]
}

/** What every first version of a cost control does. */
const checksThenCharges: Mutant<BudgetParams> = {
  name: 'checks-then-charges',
  describe: 'it reserves nothing: what a call costs is charged once the call is over',
  wanted:
    'in no trial do two actions run at once that are over a cap together and below it each: add an agent that starts them together, and a variant with latency that keeps the first under way',
  behaviour: altered((usual) => ({
    // The reservation is gone before anybody else is asked.
    decide: (call) => {
      const decision = usual.decide(call)
      if ('kind' in decision && decision.kind === 'allow') usual.settle?.(call, undefined, [])
      return decision
    },
    settle: (call, executed, effects) => {
      void usual.decide(call)
      usual.settle?.(call, executed, effects)
    },
  })),
}

const freeWithoutPrice: Mutant<BudgetParams> = {
  name: 'no-price-is-free',
  describe: 'what has no price that can be trusted passes as if it cost nothing',
  wanted:
    'no trial has a call without a price among those that spend: add a route or a model that nobody has priced, and an agent that uses it',
  behaviour: altered((usual) => ({
    decide: (call) =>
      call.cost === undefined ? { kind: 'allow', reason: 'a mutant takes it for free' } : usual.decide(call),
    inspect: () => undefined,
  })),
}
