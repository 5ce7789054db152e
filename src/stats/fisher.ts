import { logChoose } from './log-factorial.ts'
import { mustBeProportion } from './proportion.ts'

/** How many passed, of how many. */
export interface Count {
  passed: number
  of: number
}

/** Two tables whose chances differ by less than this, as a share, count as equally likely: rounding must not part them. */
const SAME = 1e-7

/**
 * The two-sided p-value of Fisher's exact test for two independent samples: the chance, given all margins, of a table that is
 * no likelier than the one found. Source: Fisher, "The Design of Experiments", 1935.
 * @throws {RangeError} a side that is no proportion.
 */
export function fisher(left: Count, right: Count): number {
  for (const { passed, of } of [left, right]) mustBeProportion(passed, of)
  const passed = left.passed + right.passed
  const all = left.of + right.of
  const chance = (k: number) =>
    Math.exp(logChoose(left.of, k) + logChoose(right.of, passed - k) - logChoose(all, passed))
  const limit = chance(left.passed) * (1 + SAME)
  let sum = 0
  for (let k = Math.max(0, passed - right.of); k <= Math.min(left.of, passed); k++) {
    const one = chance(k)
    if (one <= limit) sum += one
  }
  return Math.min(1, sum)
}
