import type { Alert } from '../record/alert.ts'
import type { RunBasis, RunHead } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { RunFolder } from '../store/directory.ts'
import type { GatedRun } from '../verdict/gate.ts'
import type { Plan } from './plan.ts'
import type { RealModels } from './real-models.ts'
import type { Repeats } from './repeats.ts'
import type { Setup } from './setup.ts'

/** A run: what, how, into which folder, and who hears of it. */
export interface RunOptions {
  plan: Plan
  setup: Setup
  folder: RunFolder
  /** What the run rests on, where it may be gone on with. */
  basis?: RunBasis
  /** The run that this one goes on with. Its folder holds what was done. */
  resumed?: RunHead
  /** Counts regressions against a reference run. */
  regressions?: GatedRun['regressions']
  /** The real models of the run, where their keys are taken already. */
  real?: RealModels
  /** Which trials are still needed as verdicts come in, where neither a fixed number nor the evidence of each task says so. */
  repeats?: Repeats
  /** Aborts on Ctrl-C: what is done by then is kept. */
  signal?: AbortSignal | undefined
  /** Told of what could not be put away behind the run: the run itself is whole. */
  onTrouble(trouble: string): void
  onTrial?(record: TrialRecord, done: number): void
  /** Told while trials run, and of each trial's bypassed guards when it is judged. Must not throw. */
  onAlert?: ((alert: Alert) => void) | undefined
}
