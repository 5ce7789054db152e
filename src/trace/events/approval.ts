/** A held call was put to the approver, and what came back. 'silent': no answer before the time-out. 'revoked': a yes was taken back. */
export interface ApprovalEvent {
  type: 'approval'
  /** Id of the call. */
  call: string
  /** The guard that holds it. */
  guard: string
  /** What came back. */
  answer: 'approved' | 'denied' | 'silent' | 'revoked'
  /** Who answered. */
  by?: string
  /** It was given to another call, or to other arguments: to this call it is no answer. */
  misdirected?: true
  /** How long the agent waited for it, in ms of the trial's clock; since the yes where it was taken back. */
  waitedMs: number
}
