import type { KeptRun } from '../../record/kept-run.ts'
import type { TrialRow } from '../../record/row.ts'
import type { Verdict } from '../../record/trial.ts'
import { OUTCOMES, worstFirst } from './outcome.ts'

/** Trials that did not pass for the same reason, as far as it can be told: its numbers and ids may differ. */
export interface Cause {
  verdict: Verdict
  /** The reason of the first. */
  reason: string
  /** In the order of the plan. */
  trials: TrialRow[]
}

/** Trials that are looked into; those beyond are counted. */
const LOOKED_INTO = 5_000

/** Why trials did not pass: failures of the harness first, then what befell most of them. */
export function causesOf(run: Pick<KeptRun, 'rows' | 'records'>): { causes: Cause[]; more: number } {
  const others = worstFirst(run.rows).filter(({ verdict }) => verdict !== 'passed')
  const rows = others.slice(0, LOOKED_INTO)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const causes = new Map<string, Cause>()
  for (const { id, verdict, reason } of run.records(rows)) {
    const row = byId.get(id)
    if (!row) continue
    const key = `${verdict} ${essenceOf(reason)}`
    const cause = causes.get(key)
    if (cause) cause.trials.push(row)
    else causes.set(key, { verdict, reason, trials: [row] })
  }
  const order = [...causes.values()].sort(
    (a, b) => OUTCOMES.indexOf(a.verdict) - OUTCOMES.indexOf(b.verdict) || b.trials.length - a.trials.length,
  )
  return { causes: order, more: others.length - rows.length }
}

/** A reason without what may differ where the cause is the same: how much else there was, numbers, ids. */
function essenceOf(reason: string): string {
  return reason
    .replace(/, and \d+ more(?=[.;])/g, '')
    .replace(/\b(?=[a-f]*\d)[\da-f]{8,}\b/gi, '#')
    .replace(/\d+(?:[.,:]\d+)*/g, '#')
}

/** A scenario and its trials of one cause. */
export interface Place {
  scenario: string
  variants: string[]
}

/** Where a cause was met: each scenario once, with its variants. */
export function placesOf({ trials }: Pick<Cause, 'trials'>): Place[] {
  return [...Map.groupBy(trials, ({ scenario }) => scenario)].map(([scenario, own]) => ({
    scenario,
    variants: [...new Set(own.map(({ variant }) => variant))],
  }))
}
