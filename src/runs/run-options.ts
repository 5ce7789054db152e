import type { PoolOptions } from '../hosts/worker/pool.ts'
import type { Alert } from '../record/alert.ts'
import type { Known } from '../record/run.ts'
import type { SequentialPlan } from '../record/sequential.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { RunFolder } from '../store/directory.ts'
import type { GatedRun } from '../verdict/gate.ts'
import type { RunLimits } from './limits.ts'

/** What a run is to do. */
export interface RunOptions {
  trials: readonly ScheduledTrial[]
  workers: number
  seed: string
  gate: readonly string[]
  known: Known
  secrets: string[]
  agents: { name: string; module: string }[]
  version: string
  folder: RunFolder
  /** Stops after this many trials that did not pass. */
  bail?: number | undefined
  /** Repeats a task until the evidence decides; the trials are all that this may take. */
  sequential?: SequentialPlan | undefined
  limits?: RunLimits | undefined
  /** Counts regressions against a reference run. */
  regressions?: GatedRun['regressions']
  /** Aborts on Ctrl-C: what is done by then is kept. */
  signal: AbortSignal
  onTrial(record: TrialRecord, done: number): void
  /** Told while trials run, and of each trial's bypassed guards when it is judged. Must not throw. */
  onAlert?: ((alert: Alert) => void) | undefined
  pool?: PoolOptions
  /** How long one scorer or oracle may take, in ms. */
  judgeMs?: number | undefined
  /** Where PostgreSQL comes from, and how it is put back after each trial. */
  database?: { backend: string; reset: 'journal' | 'clone' }
}
