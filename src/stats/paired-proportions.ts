import type { Interval } from './interval.ts'
import type { Discordant } from './mcnemar.ts'
import { mustBeProportion } from './proportion.ts'
import { Z95 } from './wilson.ts'

/** By how much the second side passes more often than the first, as a share of all pairs. */
export interface PairedDifference extends Interval {
  difference: number
}

/**
 * The difference of two pass rates over the same pairs, with an interval of 95 %: Wald's, after half a pair was added to each
 * of the four counts, so that no difference among few pairs is no certainty.
 * Source: Agresti and Min, "Simple Improved Confidence Intervals for Comparing Matched Proportions", 2005.
 * @throws {RangeError} more pairs differ than there are.
 */
export function pairedDifference({ lost, won }: Discordant, pairs: number, z = Z95): PairedDifference {
  mustBeProportion(lost + won, pairs)
  const centre = (won - lost) / (pairs + 2)
  const variance = (lost + won + 1 - (won - lost) ** 2 / (pairs + 2)) / (pairs + 2) ** 2
  const spread = z * Math.sqrt(variance)
  return {
    difference: (won - lost) / pairs,
    low: Math.max(-1, centre - spread),
    high: Math.min(1, centre + spread),
  }
}
