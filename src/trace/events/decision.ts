/** 'hold': a person is asked. 'halt': the trial ends. */
export type DecisionKind = 'allow' | 'deny' | 'hold' | 'halt'
/** 'enforce': the harness supplies the safeguard. 'observe': it looks on, the agent's own is under test. */
export type GuardMode = 'enforce' | 'observe'

/** What one guard said of one call. In mode 'observe' a deny, hold or halt was noted and not carried out. */
export interface DecisionEvent {
  type: 'decision'
  /** Id of the call. */
  call: string
  /** Its name. */
  guard: string
  /** Does it act, or look on? */
  mode: GuardMode
  /** What it said. */
  decision: DecisionKind
  /** Why, in one sentence. */
  reason: string
  /** Who approved, where an approval allowed the call. */
  approvedBy?: string
}
