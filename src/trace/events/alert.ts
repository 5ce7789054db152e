/** A guard wants a person to know something that is no decision: an overshoot, a price that was wrong. */
export interface AlertEvent {
  type: 'alert'
  /** Its name. */
  guard: string
  /** The call that it is about. */
  call?: string
  /** What a person should know. */
  message: string
}
