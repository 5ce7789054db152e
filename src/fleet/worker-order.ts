import type { QueueDatabase } from './database.ts'
import type { Delivery, Standing } from './fence.ts'
import type { OfferedRun } from './joining.ts'
import type { Leases, Self } from './leases.ts'
import type { Project } from './project.ts'

/** A worker of a queue, from its first sign of life to its last. */
export interface WorkerOrder {
  database: QueueDatabase
  leases: Leases
  self: Self
  /** The project of a run, as this worker has it. A text: why it has none. */
  projectOf(run: OfferedRun): Promise<Project | string>
  /** Aborts when nothing more is to be taken. */
  drain: AbortSignal
  /** How long what is under way may go on after that, in ms. */
  drainMs: number
  /** Told what people want to know, a sentence each. */
  tell(told: string): void
  onTrial?(delivery: Delivery, standing: Standing): void
}
