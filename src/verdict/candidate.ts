import type { TrialRow } from '../record/row.ts'
import type { PlannedTrial } from '../record/run.ts'

/** A planned trial and what came of it. */
export interface Candidate {
  planned: PlannedTrial
  /** One where all went well. */
  records: TrialRow[]
  /** The record that figures may rest on: the only one, and no error. */
  evidence: TrialRow | undefined
}

export function pairWithRecords(planned: readonly PlannedTrial[], trials: readonly TrialRow[]): Candidate[] {
  const recordsOf = Map.groupBy(trials, ({ id }) => id)
  return planned.map((trial) => {
    const records = recordsOf.get(trial.id) ?? []
    const [only] = records
    return {
      planned: trial,
      records,
      evidence: records.length === 1 && only?.verdict !== 'error' ? only : undefined,
    }
  })
}

/** Why nothing can be concluded from the candidate; undefined where it was judged. */
export function lackOf({ records, planned }: Candidate): string | undefined {
  if (records.length === 0) return `${planned.id} has no record`
  if (records.length > 1) return `${planned.id} has ${records.length} records`
  return records[0]?.verdict === 'error' ? `${planned.id} is an error` : undefined
}
