/**
 * pass^k of one task: the chance that k trials, drawn without replacement from `of` of which `passed` passed, all passed:
 * C(passed, k) / C(of, k). Source: Yao et al., "tau-bench", 2024.
 * @throws {RangeError} k > n, or numbers that are not whole with 1 <= k and 0 <= passed <= of.
 */
export function passHat(passed: number, of: number, k: number): number {
  if (![passed, of, k].every(Number.isInteger) || k < 1 || passed < 0 || passed > of) {
    throw new RangeError(`Failed to take pass^${k}: ${passed} of ${of} is no proportion.`)
  }
  if (k > of) throw new RangeError(`Failed to take pass^${k}: k > n, there are only ${of} trials.`)
  let chance = 1
  for (let drawn = 0; drawn < k; drawn++) chance *= Math.max(0, passed - drawn) / (of - drawn)
  return chance
}
