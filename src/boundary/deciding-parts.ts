import type { Clock } from '../kernel/clock.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { Approver } from './approver.ts'
import type { SeatedGuard } from './decision.ts'

/** What deciding on calls is built from. */
export interface DecidingParts {
  guards: readonly SeatedGuard[]
  approver: Approver | undefined
  clock: Clock
  /** Aborts when the trial ends: nobody waits for an answer beyond it. */
  signal: AbortSignal
  write(event: TraceEvent): void
  /** Puts what was written where it survives this process: somebody outside is about to learn of it. */
  flush?(): void
  /** Ends the trial from within. */
  stop(how: 'halted', detail: string): void
}
