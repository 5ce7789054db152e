/** How a trial came to its end. Everything but 'returned' and 'halted' is a failure of the agent, 'interrupted' and 'lost' excepted. */
export type EndedHow =
  | 'returned'
  | 'halted'
  | 'threw'
  | 'uncaught-error'
  | 'deadline'
  | 'never-finished'
  | 'call-limit'
  | 'output-limit'
  | 'memory-limit'
  | 'change-limit'
  | 'exited'
  | 'interrupted'
  | 'lost'

/** The last line, written by the process that judges. */
export interface TrialEndedEvent {
  type: 'trial-ended'
  /** Which end it came to. */
  how: EndedHow
  /** The figures, in one sentence. */
  detail?: string
  /** Real time from the agent's start, in ms. */
  wallMs: number
}
