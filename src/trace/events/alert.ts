/** A guard wants a person to know something that is no decision: an overshoot, a price that was wrong. */
export interface AlertEvent {
  type: 'alert'
  guard: string
  call?: string
  message: string
}
