import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState } from '../boundary/decision.ts'
import type { Reply } from '../boundary/reply.ts'
import { formatMoney, type Money, micros, readMoney } from '../kernel/money.ts'
import { defineGuard } from './define.ts'
import { keepingTime } from './hours/keeping-time.ts'
import { type Probe, targetOf } from './probe.ts'
import { type Account, openAccount, type Scope } from './spending/account.ts'
import { type BudgetParams, budgetParams, matches, owesPrice, rootOf, shown, utcDay } from './spending/caps.ts'
import { budgetMutants as mutants } from './spending/mutants.ts'
import { overspent, unpriced } from './spending/overspent.ts'

export type { BudgetParams } from './spending/caps.ts'

/** Keeps what an agent spends below hard caps: reserves before a call runs, settles at what it really cost. */
export const budget = defineGuard({
  name: 'budget',
  summary: 'Caps what the agent spends per action, per trial and per day.',
  params: budgetParams,
  start: keepingTime(start),
  violations: overspent,
  unclear: unpriced,
  probe,
  mutants,
})

function concerns(call: Call, params: BudgetParams): boolean {
  if (call.malformed !== undefined) return true
  return matches(call, params) && (call.cost !== undefined || owesPrice(call, params))
}

function start(params: BudgetParams, context: GuardContext): GuardState {
  const account = openAccount()
  // Once an action has cost more than the cap of one, estimates are worth nothing: no further action runs.
  let broken = ''
  return {
    concerns: (call) => concerns(call, params),
    decide: (call) => {
      const cost = priceOf(call)
      if (cost === undefined) return deny(withoutPrice(call))
      if (broken) return deny(broken)
      const day = utcDay(context.clock.now())
      const agent = rootOf(call)
      const refusal = overCap(cost, account, { day, agent }, params)
      if (refusal) return deny(refusal)
      account.reserve(call.id, cost, { day, agent })
      return { kind: 'allow', reason: `${shown(cost)} reserved${assumedIn(call)}` }
    },
    // A statement that turns out to be a write owes a price like one.
    inspect: (call, effects) =>
      !concerns(call, params) && matches(call, params, effects) && owesPrice(call, params, effects)
        ? deny(withoutPrice(call))
        : undefined,
    settle: (call, executed, effects) => {
      const reserved = account.reservation(call.id)
      if (reserved === undefined) return
      const spent = costOf(executed, effects.length > 0, reserved)
      account.settle(call.id, spent)
      if (spent <= reserved) return
      context.alert(`${call.target} cost ${shown(spent)}, ${shown(reserved)} was estimated`, call)
      if (params.action && spent > params.action.micros) {
        broken = `an action cost ${shown(spent)}, more than the ${formatMoney(params.action)} that one may cost`
      }
    },
  }
}

/** What an estimate rests on that nobody said. */
function assumedIn({ assumedTokens }: Call): string {
  return assumedTokens === undefined ? '' : `, for ${assumedTokens} tokens at the most: the request names no maximum`
}

/** Of a real model it is for the scenario to say. */
function withoutPrice({ target, unpriced, model }: Call): string {
  if (!unpriced) return `${target} has no price that can be trusted`
  return `nobody knows the price of model "${model}": give it a \`price\` in the scenario`
}

function overCap(
  cost: number,
  account: Account,
  { day, agent }: Required<Scope>,
  caps: BudgetParams,
): string | undefined {
  const sums = [
    { cap: caps.action, sum: () => cost, per: 'action' },
    { cap: caps.trial, sum: () => account.total() + cost, per: 'trial' },
    { cap: caps.agent, sum: () => account.total({ agent }) + cost, per: 'agent' },
    { cap: caps.day, sum: () => account.total({ day }) + cost, per: 'day' },
  ]
  for (const { cap, sum, per } of sums) {
    const all = cap ? sum() : 0
    // Written so that a sum that is no number is over every cap.
    if (cap && !(all <= cap.micros)) return `${shown(all)} would be over the ${formatMoney(cap)} per ${per}`
  }
  return undefined
}

/** What a call is charged for what the world did with it. A transport that broke proves nothing: it counts in full. */
function costOf(executed: Reply | undefined, hasEffects: boolean, reserved: number): number {
  if (!executed) return 0
  if (executed.kind === 'broken') return reserved
  const actual = readMicros(executed.metering?.actual)
  if (actual !== undefined) return actual
  return executed.kind === 'ok' || hasEffects ? reserved : 0
}

function priceOf(call: Call): number | undefined {
  return call.malformed === undefined ? readMicros(call.cost) : undefined
}

function readMicros(money: Money | undefined): number | undefined {
  try {
    return money && readMoney(money).micros
  } catch {
    return undefined
  }
}

function deny(reason: string): Decision {
  return { kind: 'deny', reason }
}

/** A write that costs a micro-dollar more than a cap. */
function probe({ on = '*', action, trial, agent, day }: BudgetParams): Probe | undefined {
  const cap = Math.min(...[action, trial, agent, day].flatMap((one) => one?.micros ?? []))
  return { calls: [{ target: targetOf(on), cost: micros(Math.min(cap + 1, Number.MAX_SAFE_INTEGER)) }] }
}
