export type DecisionKind = 'allow' | 'deny' | 'hold' | 'halt'
export type GuardMode = 'enforce' | 'observe'

/** What one guard said of one call. In mode 'observe' a deny, hold or halt was noted and not carried out. */
export interface DecisionEvent {
  type: 'decision'
  call: string
  guard: string
  mode: GuardMode
  decision: DecisionKind
  reason: string
  /** Who approved, where an approval allowed the call. */
  approvedBy?: string
}
