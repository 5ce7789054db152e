import type { Count } from './fisher.ts'
import type { PairedDifference } from './paired-proportions.ts'
import { wilson, Z95 } from './wilson.ts'

/**
 * The difference of two independent pass rates, second minus first, with an interval of 95 % made of the two Wilson intervals.
 * Source: Newcombe, "Interval estimation for the difference between independent proportions", 1998, method 10.
 * @throws {RangeError} a side that is no proportion.
 */
export function differenceOfTwo(first: Count, second: Count, z = Z95): PairedDifference {
  const [a, b] = [wilson(first.passed, first.of, z), wilson(second.passed, second.of, z)]
  const [p, q] = [first.passed / first.of, second.passed / second.of]
  return {
    difference: q - p,
    low: q - p - Math.hypot(q - b.low, a.high - p),
    high: q - p + Math.hypot(b.high - q, p - a.low),
  }
}
