import type { PlannedTrial } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'

/** A planned trial and what came of it. */
export interface Candidate {
  planned: PlannedTrial
  /** One where all went well. */
  records: TrialRecord[]
  /** The record that figures may rest on: the only one, and no error. */
  evidence: TrialRecord | undefined
  /** Of its scenario; undefined where no trial of the scenario left a record. */
  tags: readonly string[] | undefined
}

export function pairWithRecords(planned: readonly PlannedTrial[], trials: readonly TrialRecord[]): Candidate[] {
  const recordsOf = Map.groupBy(trials, ({ id }) => id)
  const tagsOf = new Map(trials.map(({ scenario, tags }) => [scenario, tags]))
  return planned.map((trial) => {
    const records = recordsOf.get(trial.id) ?? []
    const [only] = records
    return {
      planned: trial,
      records,
      evidence: records.length === 1 && only?.verdict !== 'error' ? only : undefined,
      tags: tagsOf.get(trial.scenario),
    }
  })
}

/** Why nothing can be concluded from the candidate; undefined where it was judged. */
export function lackOf({ records, planned }: Candidate): string | undefined {
  if (records.length === 0) return `${planned.id} has no record`
  if (records.length > 1) return `${planned.id} has ${records.length} records`
  return records[0]?.verdict === 'error' ? `${planned.id} is an error` : undefined
}
