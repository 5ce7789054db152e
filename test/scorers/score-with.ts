import type { Score, Scorer } from '../../src/scorers/define.ts'
import type { TraceBuilder } from './trace-of.ts'

/** Scores a trace with parameters as a scenario gives them. */
export async function scoreWith<P>(scorer: Scorer<P>, params: unknown, trace: TraceBuilder): Promise<Score> {
  return scorer.score(trace.evidence(), scorer.params.parse(params))
}
