/** A guard failed because the plan has a fault that breaks it. What fails unplanned is a harness-fault. */
export interface GuardFailedEvent {
  type: 'guard-failed'
  /** Id of the call. */
  call: string
  /** Its name. */
  guard: string
  /** What went wrong. */
  message: string
}
