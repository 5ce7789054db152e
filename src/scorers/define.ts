import type { z } from 'zod'
import type { Evidence } from '../trace/evidence.ts'

/** One aspect of a trial, graded. */
export interface Score {
  /** 0 to 1; null where the evidence does not say: unclear, neither passed nor failed. */
  value: number | null
  /** Exactly when the value is 1: one figure has one meaning. */
  pass: boolean
  /** One sentence: what was found, and where it fails what was expected; of what is unclear, why, and what to do. */
  reason: string
  /** The evidence, as references into the trace: 'e12' is the event with seq 12. */
  events: string[]
}

/** Grades one aspect of a trial from its evidence. It never trusts what the agent says of itself. */
export interface Scorer<P = unknown, Input = unknown> {
  /** The file's name, and the word used in scenarios. */
  name: string
  /** One sentence for the catalogue. */
  summary: string
  /** The shape of its parameters, with defaults. */
  params: z.ZodType<P, Input>
  score(evidence: Evidence, params: P): Score | Promise<Score>
}

// biome-ignore lint/suspicious/noExplicitAny: whoever names the first type alone has the second unchecked
export function defineScorer<P, Input = any>(scorer: Scorer<P, Input>): Scorer<P, Input> {
  return scorer
}
