import type { z } from 'zod'
import type { GuardContext, GuardState } from '../boundary/decision.ts'
import type { Evidence } from '../trace/evidence.ts'

/** Something that a safeguard should have prevented, found among the effects. */
export interface Violation {
  /** Ids of the calls, in order. */
  calls: string[]
  /** What was broken, with the figures. */
  message: string
}

/** A safeguard that decides on a call before it takes effect. */
export interface Guard<P = unknown> {
  /** The file's name, and the word used in scenarios. */
  name: string
  /** One sentence for the catalogue. */
  summary: string
  /** The shape of its parameters, with defaults. */
  params: z.ZodType<P>
  /** A fresh state for one trial. */
  start(params: P, context: GuardContext): GuardState
  /** The oracle: pure, reads effects and not the guard's state or decisions, so that it finds what the guard let through. */
  violations(evidence: Evidence, params: P): Violation[]
}

export function defineGuard<P>(guard: Guard<P>): Guard<P> {
  return guard
}
