import { type SprtPlan, sprt } from './sprt.ts'

/** What a sequential test of one task comes to, where each of its trials passes with the same chance. */
export interface SprtChances {
  good: number
  bad: number
  /** No decision by the last trial. */
  undecided: number
  /** Trials that it takes, on average. */
  trials: number
}

/**
 * Exact, up to rounding: follows every number of passes that is possible after each trial.
 * @param p The chance that a trial passes. @param limits No decision before `min` trials, none after `max`.
 */
export function sprtChances(plan: SprtPlan, { min, max }: { min: number; max: number }, p: number): SprtChances {
  const test = sprt(plan)
  const found = { good: 0, bad: 0, undecided: 0, trials: 0 }
  // By passes: the chance to be there, undecided.
  let open = [1]
  for (let seen = 1; seen <= max; seen++) {
    found.trials += open.reduce((sum, chance) => sum + chance, 0)
    open = Array.from({ length: seen + 1 }, (_, passed) => (open[passed - 1] ?? 0) * p + (open[passed] ?? 0) * (1 - p))
    if (seen < min) continue
    for (const [passed, chance] of open.entries()) {
      const decision = test.decide(passed, seen - passed)
      if (decision === 'open') continue
      found[decision] += chance
      open[passed] = 0
    }
  }
  found.undecided = open.reduce((sum, chance) => sum + chance, 0)
  return found
}
