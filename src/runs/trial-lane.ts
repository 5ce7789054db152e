import type { TrialRecord } from '../record/trial.ts'
import type { Limits } from '../scenario/define.ts'
import type { TrialOrder } from '../stage/order.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { ServiceLease } from '../world/services/run-services.ts'

/** A trial's way to its databases and services, as long as it runs. */
export interface TrialLane {
  lane?: string
  databases?: NonNullable<TrialOrder['databases']>
  services?: NonNullable<TrialOrder['services']>
  look?: ServiceLease['look']
  restore(order: TrialOrder, outcome: Outcome, limits: Limits): Promise<Restored>
}

/** A lane that was not put back. */
export interface SpoiltLane {
  /** What is wrong, as a sentence. */
  what: string
  /** The trials that had their databases from it. */
  trials: string[]
}

/** The databases and the services of all trials of a run. */
export interface RunLanes extends AsyncDisposable {
  /** 'embedded PostgreSQL 18'; null where no trial needs one. */
  title: string | null
  lease(trial: ScheduledTrial): Promise<TrialLane>
  /** Compares every row of the databases with what it should be by now. */
  finish(): Promise<SpoiltLane[]>
}

/** Another record of a trial that had its databases from a lane which was not put back. */
export function disbelieved(record: TrialRecord, what: string): TrialRecord {
  const reason = record.verdict === 'passed' ? what : `${what} Seen as well: ${record.reason}`
  return { ...record, verdict: 'error', reason, error: what }
}
