import type { Clock } from '../kernel/clock.ts'
import type { Random } from '../kernel/random.ts'
import type { Call } from './call.ts'
import type { Reply } from './reply.ts'

export interface InterceptContext {
  /** Aborts when the client gives up or the trial ends. */
  signal: AbortSignal
  clock: Clock
  /** A stream for this entry and this call. */
  random: Random
}

/** Stands around the execution of a call. Calling `next` lets the world run it; not calling it keeps it from running. */
export type Interceptor = (call: Call, next: () => Promise<Reply>, context: InterceptContext) => Promise<Reply>

/** A plan's entry that selected a call. */
export interface DrawnFault {
  entry: number
  fault: string
  intercept: Interceptor
  random: Random
}

/** Decides which entries of the plan act on a call; asked once for each call that the guards let through. */
export interface Injector {
  draw(call: Call): DrawnFault[]
}
