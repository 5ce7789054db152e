import { z } from 'zod'
import { formatMoney, micros } from '../../kernel/money.ts'
import { fitsAny } from '../../kernel/pattern.ts'
import { targetNames } from '../../record/names.ts'
import { changedBy, type Deed, isTurn, isWrite, wasWrite } from '../../trace/deed.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import { dollars } from './dollars.ts'

export const budgetParams = z
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
    on: targetNames().optional(),
    /** Do reads that have a price count? */
    reads: z.boolean().default(true),
  })
  .refine(({ action, trial, agent, day }) => action || trial || agent || day, {
    error: 'at least one of action, trial, agent and day is needed',
  })

export type BudgetParams = z.output<typeof budgetParams>

export function matches(call: CallRecord, { on, reads }: BudgetParams, deeds: readonly Deed[] = []): boolean {
  const names = [call.target, ...changedBy(call, deeds)]
  return names.some((name) => fitsAny(on ?? '*', name)) && (reads || isWrite(call, deeds))
}

/** Where the targets that spend are named, a write or a model call among them must have a price; a real model always. */
export function owesPrice(call: CallRecord, { on }: BudgetParams, deeds: readonly Deed[] = []): boolean {
  return call.unpriced === true || (on !== undefined && (isWrite(call, deeds) || isTurn(call)))
}

/** Did it owe one, now that it is over? */
export function owedPrice(call: CallRecord, { on }: BudgetParams, deeds: readonly Deed[]): boolean {
  return call.unpriced === true || (on !== undefined && (wasWrite(call, deeds) || isTurn(call)))
}

/** Sub-agents are their agent: 'agent/helper' is 'agent'. */
export function rootOf({ principal }: CallRecord): string {
  return principal.split('/', 1)[0] ?? ''
}

export const DAY_MS = 86_400_000

export function utcDay(at: number): number {
  return Math.floor(at / DAY_MS)
}

/** A sum may pass what one amount can hold; it is shown as the largest. */
export function shown(amount: number): string {
  return formatMoney(micros(Math.min(amount, Number.MAX_SAFE_INTEGER)))
}
