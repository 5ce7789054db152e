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
  /** How long it waits after a yes, in ms of the trial's clock: the yes can be taken back in that time. */
  delayMs?: number
  /** Stands for exactly this call with exactly this input: what an answer is given to. */
  token: string
  /** All of this as a text for a person: escaped, nothing cut. */
  prompt: string
}

export type Answer = { kind: 'approved'; by: string } | { kind: 'denied'; by: string } | { kind: 'silent' }

/** An answer on its way. `to`: the token of the request that it was given to; what carries another one is no answer to this one. */
export type Given = Answer & { to?: string }

/** A yes that was taken back. */
export interface Revocation {
  by: string
  /** The agent is to stop altogether. */
  stop?: true
}

/** Has code that answers be waited for, so that one that never does has failed. Rejects then. */
export type Think = <T>(said: Promise<T>) => Promise<T>

/** Who answers held calls. Without one, every hold is answered 'silent'. */
export interface Approver {
  /**
   * Takes the next answer, where it is certain before anybody is asked: nobody is shown the request, no code of the scenario's
   * runs, no time passes, and it is not taken back. Undefined where `ask` is to be asked.
   */
  ready?(): Answer | undefined
  /** Resolves with the answer; a silent approver never resolves until the signal aborts. */
  ask(request: ApprovalRequest, signal: AbortSignal, think?: Think): Promise<Given>
  /** Asked behind a yes: resolves when it is taken back; never where whoever gave it stands by it. The signal aborts when the trial ends. */
  revoked?(request: ApprovalRequest, signal: AbortSignal): Promise<Revocation>
}
