import type { Scorer } from '../../src/scorers/define.ts'
import type { Evidence } from '../../src/trace/evidence.ts'
import type { TraceBuilder } from './trace-of.ts'

/** A trial, and what a scorer must make of it. */
export interface Case {
  title: string
  params: unknown
  trace: TraceBuilder
  value: number
  reason?: string
  events?: string[]
}

/** A scorer that does not see a part of the evidence. */
export function blind<P>(scorer: Scorer<P>, see: (evidence: Evidence) => Partial<Evidence>): Scorer<P> {
  return { ...scorer, score: (evidence, params) => scorer.score({ ...evidence, ...see(evidence) }, params) }
}

/** A scorer that does not heed some of its parameters. */
export function deaf<P>(scorer: Scorer<P>, heed: (params: P) => Partial<P>): Scorer<P> {
  return { ...scorer, score: (evidence, params) => scorer.score(evidence, { ...params, ...heed(params) }) }
}

/** The cases in which a scorer says something else than it must, and what it says. */
export async function missedBy<P>(scorer: Scorer<P>, cases: readonly Case[]): Promise<string[]> {
  const missed: string[] = []
  for (const { title, params, trace, value, reason, events } of cases) {
    const found = await scorer.score(trace.evidence(), scorer.params.parse(params))
    const same =
      Math.abs((found.value ?? Number.NaN) - value) < 1e-9 &&
      (reason === undefined || found.reason === reason) &&
      (events === undefined || events.join() === found.events.join())
    if (!same) missed.push(`${title}: ${found.value} ${found.reason} ${found.events}`)
  }
  return missed
}
