import { mustBeShare } from './proportion.ts'

/** What a sequential test of a pass rate is to tell apart, and how seldom it may be wrong. */
export interface SprtPlan {
  /** A task whose pass rate is at least this is good. */
  good: number
  /** One whose pass rate is at most this is bad. In between, either answer will do. */
  bad: number
  /** Chance to call a good task bad. */
  alpha: number
  /** Chance to call a bad task good. */
  beta: number
}

export type SprtDecision = 'good' | 'bad' | 'open'

export interface Sprt {
  decide(passed: number, failed: number): SprtDecision
  /** The fewest further trials after which a decision is possible, whatever they come to; 0 where one is made. */
  needed(passed: number, failed: number): number
}

/** Boundaries are met up to this: rounding must not ask for one more trial. */
const SLACK = 1e-12

/**
 * Wald's sequential probability ratio test of a pass rate: it looks after every trial, and stops as soon as the evidence
 * reaches log((1 - beta) / alpha) on one side or log((1 - alpha) / beta) on the other.
 * Source: Wald, "Sequential Tests of Statistical Hypotheses", 1945.
 * @throws {RangeError} a share that is none, or bad that is not below good.
 */
export function sprt({ good, bad, alpha, beta }: SprtPlan): Sprt {
  for (const [name, share] of Object.entries({ good, bad, alpha, beta })) mustBeShare(name, share)
  if (bad >= good) throw new RangeError(`Failed to plan a test: bad (${bad}) must be below good (${good}).`)
  const perPass = Math.log(good / bad)
  const perFail = Math.log((1 - bad) / (1 - good))
  const toGood = Math.log((1 - alpha) / beta)
  const toBad = Math.log((1 - beta) / alpha)
  const evidence = (passed: number, failed: number) => passed * perPass - failed * perFail
  const decide = (passed: number, failed: number): SprtDecision => {
    const now = evidence(passed, failed)
    if (now >= toGood - SLACK) return 'good'
    return now <= -toBad + SLACK ? 'bad' : 'open'
  }
  return {
    decide,
    needed: (passed, failed) => {
      if (decide(passed, failed) !== 'open') return 0
      const now = evidence(passed, failed)
      const passes = Math.ceil((toGood - now - SLACK) / perPass)
      const fails = Math.ceil((toBad + now - SLACK) / perFail)
      return Math.max(1, Math.min(passes, fails))
    },
  }
}
