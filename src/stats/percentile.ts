/**
 * The nearest-rank percentile: the smallest value that at least `percent` % of all values do not exceed, so always one
 * that was measured. Source: Hyndman & Fan, "Sample Quantiles in Statistical Packages", 1996, definition 1.
 * @param percent above 0, at most 100.
 * @throws {RangeError} there are no values, or the percentage is out of range.
 */
export function percentile(values: readonly number[], percent: number): number {
  if (!(percent > 0 && percent <= 100))
    throw new RangeError(`Failed to take a percentile: ${percent} is not in (0, 100].`)
  const sorted = [...values].sort((a, b) => a - b)
  // Multiplied before divided: 0.07 * 100 is a little more than 7, and would take the rank above.
  const value = sorted[Math.ceil((percent * sorted.length) / 100) - 1]
  if (value === undefined) throw new RangeError('Failed to take a percentile: there are no values.')
  return value
}
