import type { Interval } from './interval.ts'
import { mustBeProportion } from './proportion.ts'

/** The 97.5 % point of the normal distribution, for intervals of 95 %. */
export const Z95 = 1.959963984540054

/**
 * The Wilson score interval of a proportion, 95 % by default.
 * Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", 1927.
 * @throws {RangeError} unless `passed` and `of` are whole, 0 <= passed <= of, and `of` is at least 1.
 */
export function wilson(passed: number, of: number, z = Z95): Interval {
  mustBeProportion(passed, of)
  const share = passed / of
  const z2 = z * z
  const centre = share + z2 / (2 * of)
  const spread = z * Math.sqrt((share * (1 - share)) / of + z2 / (4 * of * of))
  const scale = 1 + z2 / of
  // At the edges the formula is exact; rounding would leave 1e-17.
  return {
    low: passed === 0 ? 0 : (centre - spread) / scale,
    high: passed === of ? 1 : (centre + spread) / scale,
  }
}
