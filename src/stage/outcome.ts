import type { Json } from '../kernel/json.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import type { EndedHow } from '../trace/events/trial-ended.ts'
import type { ChangeCounts } from './order.ts'

/** How a trial was ended from outside. */
export interface Cut {
  how: EndedHow
  detail: string
}

/** How a trial's process came out of it. */
export interface Outcome {
  /** Set where the process was ended, or ended itself, before it could say that the trial is over. */
  cut?: Cut
  /** Why it did not begin: its agent could not be isolated as was demanded. */
  refused?: string
  /** Why the trial says nothing and is to run again, in a process that has run no other: an earlier one took part in it. */
  disturbed?: string
  /** May this process run another trial? */
  reusable: boolean
  /** Why not. */
  dirt: string[]
  /** The one of these that is no fault of this trial: the memory that all trials of the process took. */
  heavy?: string
  /** From the agent's start to its end. */
  wallMs: number
  /** Where its trace lies: the file, by its path below the run's folder, and the bytes of it. */
  trace: { file: string; offset: number; length: number }
  /** What it wrote of its databases; undefined where it could not say. */
  changes?: ChangeCounts
  /** What came of a trial that was judged where it ran: the word of a process in which its agent was. */
  judged?: Json
}

/** What a trial left in its databases and services, by their own account. */
export interface Restored {
  /** How they were put back. */
  reset: string
  /** Changes that were committed and that the trace does not tell. */
  unreported: Omit<EffectEvent, 'type' | 'calls'>[]
  /** What could not be done. */
  problems: { where: string; message: string }[]
  /** Set where more was changed than anybody can look through. */
  ended?: Cut
}
