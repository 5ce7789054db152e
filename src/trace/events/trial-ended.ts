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
  how: EndedHow
  detail?: string
  wallMs: number
}
