import type { EndedHow } from './trial-ended.ts'

/** The worker ends the trial before the agent has returned: a limit was passed, a guard said halt, an error went uncaught. */
export interface StoppingEvent {
  type: 'stopping'
  /** Which end it comes to. */
  how: EndedHow
  /** The figures, in one sentence. */
  detail: string
}
