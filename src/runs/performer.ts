import { openPool } from '../hosts/worker/pool.ts'
import { openJudges } from '../judging/judges.ts'
import { disposeAll } from '../kernel/dispose-all.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { tracesIn } from './continued.ts'
import { giveUp, type Means, perform } from './perform.ts'
import type { RunOptions } from './run-options.ts'

/** The processes that perform trials on this machine, and judge them. */
export interface Performer extends AsyncDisposable {
  /** The same as `perform`. */
  perform(trial: ScheduledTrial, free?: () => void): Promise<TrialRecord | undefined>
  /** The record of a trial that is not performed: an error of the harness. @param why As a sentence. */
  giveUp(trial: ScheduledTrial, why: string): Promise<TrialRecord | undefined>
  /** Resolves when the end of the run has ended its processes. */
  stopped: Promise<void>
}

/** What is the run's own, and outlives its processes. */
export type Open = Pick<Means, 'real' | 'definitions' | 'bounds' | 'audit' | 'lanes' | 'signal'>

export type PerformerOptions = Pick<RunOptions, 'setup' | 'folder' | 'onAlert'> & { plan: { seed: string } }

export function openPerformer({ plan, setup, folder, onAlert }: PerformerOptions, open: Open): Performer {
  const { workers, secrets, env, judgeSeconds } = setup
  const judges = openJudges({ folder: folder.path, limitMs: judgeSeconds * 1_000, most: workers, env })
  const pool = openPool({ ...setup.pool, workers, before: tracesIn(folder.path) })
  const { promise: stopped, resolve } = Promise.withResolvers<void>()
  open.signal.addEventListener('abort', () => void pool.stop().then(resolve), { once: true })
  const means: Means = { ...open, pool, judges, folder, rootSeed: plan.seed, secrets, env, onAlert }
  return {
    stopped,
    perform: (trial, free) => perform(trial, means, free),
    giveUp: (trial, why) => giveUp(trial, why, means),
    [Symbol.asyncDispose]: () => disposeAll([judges, pool]),
  }
}
