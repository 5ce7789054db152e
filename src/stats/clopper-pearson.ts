import jstat from 'jstat'
import type { Interval } from './interval.ts'
import { mustBeProportion, mustBeShare } from './proportion.ts'

/**
 * The exact interval of a proportion, 95 % by default: it never covers less than it promises. Of 0 in n its upper end is
 * 1 - (alpha / 2)^(1 / n), near 3.7 / n; the rule of three, 3 / n, is its one-sided sister.
 * Source: Clopper and Pearson, "The Use of Confidence or Fiducial Limits", 1934; as quantiles of the beta distribution.
 * @throws {RangeError} no proportion, or a level that is not between 0 and 1.
 */
export function clopperPearson(passed: number, of: number, level = 0.95): Interval {
  mustBeProportion(passed, of)
  mustBeShare('a level', level)
  const tail = (1 - level) / 2
  return {
    low: passed === 0 ? 0 : jstat.beta.inv(tail, passed, of - passed + 1),
    high: passed === of ? 1 : jstat.beta.inv(1 - tail, passed + 1, of - passed),
  }
}
