import type { Evidence } from '../trace/evidence.ts'
import type { TrialRow } from './row.ts'
import type { PlannedTrial, RunHead } from './run.ts'
import type { TrialRecord } from './trial.ts'

/** A run as it is read: what is small is at hand, what is large is read when it is asked for. */
export interface KeptRun {
  head: RunHead
  /** In the order in which they were planned, without those that sequential repeats saved. */
  planned: readonly PlannedTrial[]
  /** Of the trials that ended, in the order of the plan. */
  rows: readonly TrialRow[]
  /** Reads a trial's record. @throws {Error} there is no such trial. */
  record(trialId: string): TrialRecord
  /** Reads the records of these trials, one at a time. */
  records(rows?: Iterable<Pick<TrialRow, 'id'>>): Iterable<TrialRecord>
  /** Reads one trial's trace. @throws {Error} it is missing, or does not fit its chain. */
  evidence(trialId: string): Evidence
}
