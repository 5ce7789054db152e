import { z } from 'zod'
import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState } from '../boundary/decision.ts'
import type { Reply } from '../boundary/reply.ts'
import { formatMoney, type Money, micros, readMoney } from '../kernel/money.ts'
import { fitsAny } from '../kernel/pattern.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { defineGuard, type Violation } from './define.ts'
import { type Probe, targetOf } from './probe.ts'
import { dollars } from './spending/dollars.ts'
import { createLedger, type Ledger, type Scope } from './spending/ledger.ts'

const budgetParams = z
  .strictObject({
    /** The most that one action may cost. */
    action: dollars.optional(),
    /** The most that all actions of a trial may cost together, sub-agents included. */
    trial: dollars.optional(),
    /** The most that all actions of one agent may cost together, sub-agents included. */
    agent: dollars.optional(),
    /** The most that all actions of one UTC day may cost together, by the trial's clock. */
    day: dollars.optional(),
    /** Targets that spend. Where given, a write or model call among them without a price is denied. Default: all with a price. */
    on: z.union([z.string(), z.array(z.string()).min(1)]).optional(),
    /** Do reads that have a price count? */
    reads: z.boolean().default(true),
  })
  .refine(({ action, trial, agent, day }) => action || trial || agent || day, {
    error: 'at least one of action, trial, agent and day is needed',
  })

export type BudgetParams = z.output<typeof budgetParams>

/** Keeps what an agent spends below hard caps: reserves before a call runs, settles at what it really cost. */
export const budget = defineGuard({
  name: 'budget',
  summary: 'Caps what the agent spends per action, per trial and per day.',
  params: budgetParams,
  start,
  violations,
  probe,
})

function matches(call: CallRecord, { on, reads }: BudgetParams): boolean {
  return fitsAny(on ?? '*', call.target) && (reads || call.access !== 'read')
}

function concerns(call: Call, params: BudgetParams): boolean {
  if (call.malformed !== undefined) return true
  return matches(call, params) && (call.cost !== undefined || owesPrice(call, params))
}

/** Where the targets that spend are named, a write or a model call among them must have a price. */
function owesPrice({ access, channel }: CallRecord, { on }: BudgetParams): boolean {
  return on !== undefined && (access !== 'read' || channel === 'model')
}

function start(params: BudgetParams, context: GuardContext): GuardState {
  const ledger = createLedger()
  // Once an action has cost more than the cap of one, estimates are worth nothing: no further action runs.
  let broken = ''
  return {
    concerns: (call) => concerns(call, params),
    decide: (call) => {
      const cost = priceOf(call)
      if (cost === undefined) return deny(`${call.target} has no price that can be trusted`)
      if (broken) return deny(broken)
      const day = utcDay(context.clock.now())
      const agent = rootOf(call)
      const refusal = overCap(cost, ledger, { day, agent }, params)
      if (refusal) return deny(refusal)
      ledger.reserve(call.id, cost, { day, agent })
      return { kind: 'allow', reason: `${shown(cost)} reserved` }
    },
    settle: (call, executed, effects) => {
      const reserved = ledger.reservation(call.id)
      if (reserved === undefined) return
      const spent = costOf(executed, effects.length > 0, reserved)
      ledger.settle(call.id, spent)
      if (spent <= reserved) return
      context.alert(`${call.target} cost ${shown(spent)}, ${shown(reserved)} was estimated`, call)
      if (params.action && spent > params.action.micros) {
        broken = `an action cost ${shown(spent)}, more than the ${formatMoney(params.action)} that one may cost`
      }
    },
  }
}

function overCap(
  cost: number,
  ledger: Ledger,
  { day, agent }: Required<Scope>,
  caps: BudgetParams,
): string | undefined {
  const sums = [
    { cap: caps.action, sum: cost, per: 'action' },
    { cap: caps.trial, sum: ledger.total() + cost, per: 'trial' },
    { cap: caps.agent, sum: ledger.total({ agent }) + cost, per: 'agent' },
    { cap: caps.day, sum: ledger.total({ day }) + cost, per: 'day' },
  ]
  // Written so that a sum that is no number is over every cap.
  const over = sums.find(({ cap, sum }) => cap && !(sum <= cap.micros))
  return over?.cap && `${shown(over.sum)} would be over the ${formatMoney(over.cap)} per ${over.per}`
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

/** A call that spent something, as the oracle sees it. Amounts in micro-dollars. */
interface Charge {
  id: string
  target: string
  estimate: number
  actual: number
  /** It ran without a price, where prices are owed. */
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
function violations({ calls }: Pick<Evidence, 'calls'>, params: BudgetParams): Violation[] {
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

function chargeOf({ call, proposed, decisions, executed, effects }: CallStory, params: BudgetParams): Charge[] {
  const done = executed?.seq ?? effects.at(-1)?.seq
  const refused = executed?.outcome === 'error' && effects.length === 0 && !executed.actual
  if (done === undefined || refused || !matches(call, params)) return []
  const estimate = call.cost?.micros ?? 0
  const actual = executed?.actual?.micros ?? estimate
  const unpriced = !call.cost && owesPrice(call, params)
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

/** Sub-agents are their agent: 'agent/helper' is 'agent'. */
function rootOf({ principal }: CallRecord): string {
  return principal.split('/', 1)[0] ?? ''
}

const DAY_MS = 86_400_000

function utcDay(at: number): number {
  return Math.floor(at / DAY_MS)
}

function dayText(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

function sum(amounts: number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

/** A sum may pass what one amount can hold; it is shown as the largest. */
function shown(amount: number): string {
  return formatMoney(micros(Math.min(amount, Number.MAX_SAFE_INTEGER)))
}

function deny(reason: string): Decision {
  return { kind: 'deny', reason }
}

/** A write that costs a micro-dollar more than a cap. */
function probe({ on = '*', action, trial, agent, day }: BudgetParams): Probe | undefined {
  const cap = Math.min(...[action, trial, agent, day].flatMap((one) => one?.micros ?? []))
  return { calls: [{ target: targetOf(on), cost: micros(Math.min(cap + 1, Number.MAX_SAFE_INTEGER)) }] }
}
