import { formatMoney, type Money } from '../../kernel/money.ts'
import type { CallStory, Evidence } from '../../trace/evidence.ts'
import type { Violation } from '../define.ts'
import { type BudgetParams, DAY_MS, matches, owedPrice, rootOf, shown, utcDay } from './caps.ts'

/** A call that spent something, as the oracle sees it. Amounts in micro-dollars. */
interface Charge {
  id: string
  target: string
  estimate: number
  actual: number
  /** It ran without a price, where one is owed. */
  unpriced: boolean
  day: number
  agent: string
  /** Places in the trace: when it was proposed, when the last guard had spoken, when the world was done with it. */
  proposed: number
  begun: number
  done: number
}

/**
 * Asks of each call that spent something whether it should have run, from the order of events alone: what was spent
 * before it was proposed, what was in flight when it began, and its own estimate together may not exceed a cap. An action
 * that costs more than its estimate is no violation by itself (the alert tells of it); the next one beyond the cap is.
 */
export function overspent({ calls }: Pick<Evidence, 'calls'>, params: BudgetParams): Violation[] {
  const charges = calls.flatMap((story) => chargeOf(story, params))
  const days = [...new Set(charges.map(({ day }) => day))]
  const agents = [...new Set(charges.map(({ agent }) => agent))]
  return [
    ...withoutPrice(charges),
    ...overAction(charges, params.action),
    ...overSum(charges, params.trial, 'per trial'),
    ...agents.flatMap((agent) =>
      overSum(
        charges.filter((one) => one.agent === agent),
        params.agent,
        'per agent',
      ),
    ),
    ...days.flatMap((day) =>
      overSum(
        charges.filter((one) => one.day === day),
        params.day,
        `on ${dayText(day)}`,
      ),
    ),
  ]
}

/**
 * Where nothing names what spends, a write or a model call without a price is no violation: nobody says that it costs
 * nothing either, before it ran or after.
 */
export function unpriced({ calls }: Pick<Evidence, 'calls'>, params: BudgetParams): Violation[] {
  if (params.on !== undefined) return []
  const charges = calls.flatMap((story) => (story.executed?.actual ? [] : chargeOf(story, { ...params, on: '*' })))
  const found = charges.filter((charge) => charge.unpriced)
  return report(found, ({ target }) => {
    return `ran without a price, the first ${target}: nobody says what it costs. Declare its cost, or name the targets that spend in \`on\``
  })
}

function chargeOf({ call, proposed, decisions, executed, effects }: CallStory, params: BudgetParams): Charge[] {
  const done = executed?.seq ?? effects.at(-1)?.seq
  const refused = executed?.outcome === 'error' && effects.length === 0 && !executed.actual
  if (done === undefined || refused || !matches(call, params, effects)) return []
  const estimate = call.cost?.micros ?? 0
  const actual = executed?.actual?.micros ?? estimate
  // What is malformed has no price that can be trusted, whatever targets spend.
  const unpriced = !call.cost && (call.malformed !== undefined || owedPrice(call, params, effects))
  if (estimate === 0 && actual === 0 && !unpriced) return []
  const begun = Math.max(proposed.seq, ...decisions.map(({ seq }) => seq))
  const places = { day: utcDay(proposed.at), agent: rootOf(call), proposed: proposed.seq, begun, done }
  return [{ id: call.id, target: call.target, estimate, actual, unpriced, ...places }]
}

function withoutPrice(charges: Charge[]): Violation[] {
  const found = charges.filter((charge) => charge.unpriced)
  return report(found, ({ target }) => `ran without a price, the first ${target}`)
}

function overAction(charges: Charge[], cap: Money | undefined): Violation[] {
  if (!cap) return []
  const overshot = charges.filter(({ actual }) => actual > cap.micros)
  const warned = ({ proposed }: Charge) => overshot.some(({ done }) => done < proposed)
  const found = charges.filter((one) => one.estimate > cap.micros || (one.actual > cap.micros && warned(one)))
  const most = (one: Charge) => shown(Math.max(one.estimate, one.actual))
  return report(found, (one) => `ran over the ${formatMoney(cap)} per action, the first ${one.target} at ${most(one)}`)
}

function overSum(charges: Charge[], cap: Money | undefined, per: string): Violation[] {
  if (!cap) return []
  const found = charges.filter((one) => committedBefore(one, charges) + one.estimate > cap.micros)
  const total = shown(sum(charges.map(({ actual }) => actual)))
  return report(found, (one) => {
    const before = shown(committedBefore(one, charges))
    return `ran over the ${formatMoney(cap)} ${per}, the first ${one.target} at ${shown(one.estimate)} on top of ${before}; ${total} was spent in all`
  })
}

/** What a guard that reserves must have counted against this call, whichever order it was asked in. */
function committedBefore(one: Charge, charges: Charge[]): number {
  const counted = charges.map((other) => {
    if (other === one) return 0
    if (other.done < one.proposed) return other.actual
    // It ended while this one waited for its guards: either amount may have been in the books.
    if (other.done < one.begun) return Math.min(other.actual, other.estimate)
    return other.begun < one.begun ? other.estimate : 0
  })
  return sum(counted)
}

function report(found: Charge[], say: (first: Charge) => string): Violation[] {
  const [first] = found
  if (!first) return []
  const calls = found.map(({ id }) => id)
  return [{ calls, message: `${calls.length === 1 ? 'a call' : `${calls.length} calls`} ${say(first)}` }]
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}
