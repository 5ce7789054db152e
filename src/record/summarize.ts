import type { TrialRow } from './row.ts'
import type { RunSummary } from './run.ts'

/** How many trials came to each verdict. */
export function summarize(rows: readonly Pick<TrialRow, 'verdict'>[], planned: number): RunSummary {
  const counts = { passed: 0, failed: 0, inconclusive: 0, error: 0 }
  for (const { verdict } of rows) counts[verdict]++
  return { planned, ...counts, notRun: planned - rows.length }
}
