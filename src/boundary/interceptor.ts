import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import type { Random } from '../kernel/random.ts'
import type { Call } from './call.ts'
import type { Refusal } from './refusal.ts'
import type { Reply } from './reply.ts'

export interface InterceptContext {
  /** Aborts when the client takes the request back or the trial ends. */
  signal: AbortSignal
  clock: Clock
  /** A stream for this entry and this call. */
  random: Random
  /** A reply that says no, in the language of the call's channel: a client cannot tell it from production. */
  refuse(refusal: Refusal): Reply
  /** Kills the agent and starts it anew. Resolves once it is killed; false where that cannot be done to it. */
  restart(): Promise<boolean>
}

/**
 * Lets the world run the call. With `changed`, it runs that in place of the call's input: what the guards decided on
 * stays in the trace as proposed, and what ran is recorded with what the world did.
 */
export type Next = (changed?: Json) => Promise<Reply>

/** Stands around the execution of a call. Calling `next` lets the world run it; not calling it keeps it from running. */
export type Interceptor = (call: Call, next: Next, context: InterceptContext) => Promise<Reply>

/** A plan's entry that selected a call. */
export interface DrawnFault {
  entry: number
  fault: string
  intercept: Interceptor
  random: Random
}

/** Decides which entries of the plan act on a call; asked once for each call that the guards let through. */
export interface Injector {
  /** Is an entry about connections that are opened? Default: none is. */
  readonly connections?: boolean
  draw(call: Call): DrawnFault[]
  /** Told what the world did with each call that it ran, before anything of it is delivered. */
  executed?(call: Call, reply: Reply): void
}
