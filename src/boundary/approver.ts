import type { Json } from '../kernel/json.ts'
import type { Money } from '../kernel/money.ts'
import type { TentativeEffect } from './tentative-effect.ts'

/** What a person is asked: exactly what will run. */
export interface ApprovalRequest {
  call: string
  guard: string
  principal: string
  target: string
  input: Json
  items: number
  cost?: Money
  /** Why the guard asks. */
  reason: string
  /** What the agent says that it is for, where the channel carries that. */
  stated?: string
  /** What the call has done already and waits for: it stays if approved, and is undone otherwise. */
  effects?: readonly TentativeEffect[]
}

export type Answer = { kind: 'approved'; by: string } | { kind: 'denied'; by: string } | { kind: 'silent' }

/** Who answers held calls. Without one, every hold is answered 'silent'. */
export interface Approver {
  /** Resolves with the answer; a silent approver never resolves until the signal aborts. */
  ask(request: ApprovalRequest, signal: AbortSignal): Promise<Answer>
}
