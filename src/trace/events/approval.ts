/** A held call was put to the approver, and what came back. 'silent': no answer before the time-out. */
export interface ApprovalEvent {
  type: 'approval'
  call: string
  guard: string
  answer: 'approved' | 'denied' | 'silent'
  by?: string
  /** How long the agent waited, in ms of the trial's clock. */
  waitedMs: number
}
