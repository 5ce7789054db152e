/** @throws {RangeError} unless both are whole, 0 <= passed <= of, and `of` is at least `least`. */
export function mustBeProportion(passed: number, of: number, least = 1): void {
  if (!Number.isInteger(passed) || !Number.isInteger(of) || passed < 0 || passed > of || of < least) {
    throw new RangeError(`Failed to count: ${passed} of ${of} is no proportion.`)
  }
}

/** @throws {RangeError} unless the number lies between 0 and 1, both left out. */
export function mustBeShare(name: string, share: number): void {
  if (!(share > 0 && share < 1)) throw new RangeError(`Failed to take ${name}: ${share} is not between 0 and 1.`)
}
