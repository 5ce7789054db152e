/** The arithmetic mean. @throws {RangeError} there are no values. */
export function mean(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('Failed to take a mean: there are no values.')
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
