import type { EndedHow } from '../trace/events/trial-ended.ts'
import type { ScoreRecord } from './score.ts'
import type { FaultRecord, GuardRecord } from './trial.ts'

/** All that decides the verdict of a trial. */
export interface TrialFacts {
  ended: { how: EndedHow; detail?: string }
  /** Failures of the harness, the world, a guard or a scorer. Each names the call during which it arose, where there is one. */
  harnessFaults: readonly { where: string; message: string; call?: string }[]
  /** Targets of refused egress, each with what one can do about it; empty where nobody knows. */
  egress: readonly { target: string; next: string }[]
  /** Ways out that were used and that nobody watched, 'a child process (rm)', each with what one can do about it; empty where nobody knows. */
  unwatched: readonly { way: string; next: string }[]
  scores: readonly ScoreRecord[]
  guards: readonly GuardRecord[]
  faults: readonly FaultRecord[]
  /** It tries a safeguard, and no task: nothing but that safeguard says how it went. */
  probing?: true
}
