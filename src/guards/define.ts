import type { z } from 'zod'
import type { GuardContext, GuardState } from '../boundary/decision.ts'
import type { Json } from '../kernel/json.ts'
import type { Evidence } from '../trace/evidence.ts'
import type { Mutant } from './mutant.ts'
import type { Probe } from './probe.ts'

/** Something that a safeguard should have prevented, or that nobody can judge, found among the effects. */
export interface Violation {
  /** Ids of the calls, in order. */
  calls: string[]
  /** What was broken, with the figures; or what is not known, and what to do. */
  message: string
}

/** Why something was accepted, and when (ISO 8601). */
export interface Acceptance {
  reason: string
  acceptedAt: string
}

/** What a person accepted for a scenario and a guard reads: kept below baselines/, grown by a command alone. */
export interface Acceptable<P> {
  /** The folder's name, and the word of the command: 'endpoints'. */
  what: string
  /** Parameters with what was accepted. @throws {Error} it is not readable as such. */
  read(params: P, content: Json): P
  /** What was accepted before, and what trials showed beside that. `added` names it for people. */
  grow(
    content: Json | undefined,
    trials: readonly Evidence[],
    acceptance: Acceptance,
  ): { content: Json; added: string[] }
}

/** A safeguard that decides on a call before it takes effect. `P`: its parameters; `Input`: as a scenario writes them. */
export interface Guard<P = unknown, Input = unknown> {
  /** The file's name, and the word used in scenarios. */
  name: string
  /** One sentence for the catalogue. */
  summary: string
  /** The shape of its parameters, with defaults. */
  params: z.ZodType<P, Input>
  /** A fresh state for one trial. */
  start(params: P, context: GuardContext): GuardState
  /** The oracle: pure, reads effects and not the guard's state or decisions, so that it finds what the guard let through. */
  violations(evidence: Evidence, params: P): Violation[]
  /**
   * What nobody can judge, such as calls of which nobody says what they cost. Asked where it observes: a guard that enforces
   * refuses what it does not know. Pure, as the oracle is. Where it finds something and the oracle nothing, the guard ends
   * 'unclear', and the trial inconclusive.
   */
  unclear?(evidence: Evidence, params: P): Violation[]
  /**
   * Calls of which a fresh guard with these parameters refuses one, to be sent through the real seam before a run: what passes
   * them is not there. Undefined where these parameters refuse nothing. `startsAt`: ms since 1970.
   */
  probe?(params: P, startsAt: number): Probe | undefined
  /** What it takes from a baseline of the scenario's own. */
  accepted?: Acceptable<P>
  /**
   * Itself with one thing loosened, each another one: `mettle guards mutate` sees whether a suite notices. Those that come for every
   * guard are not among them. Pure.
   */
  mutants?(params: P): Mutant<P>[]
  /** Mutants that come for every guard and change nothing about this one that its oracle could find: 'ignores-outcomes'. Pure. */
  harmless?(params: P): string[]
}

// biome-ignore lint/suspicious/noExplicitAny: whoever names the first type alone has the second unchecked
export function defineGuard<P, Input = any>(guard: Guard<P, Input>): Guard<P, Input> {
  return guard
}
