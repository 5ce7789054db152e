import { mustBeProportion } from './proportion.ts'

/**
 * pass@k of one task: the chance that of k trials, drawn without replacement from `of` of which `passed` passed, at least
 * one passed: 1 - C(of - passed, k) / C(of, k). Source: Chen et al., "Evaluating Large Language Models Trained on Code", 2021.
 * @throws {RangeError} k > n, or numbers that are not whole with 1 <= k and 0 <= passed <= of.
 */
export function passAt(passed: number, of: number, k: number): number {
  mustBeProportion(passed, of)
  if (!Number.isInteger(k) || k < 1) throw new RangeError(`Failed to take pass@${k}: k is a whole number from 1.`)
  if (k > of) throw new RangeError(`Failed to take pass@${k}: k > n, there are only ${of} trials.`)
  let noneOfThem = 1
  for (let drawn = 0; drawn < k; drawn++) noneOfThem *= Math.max(0, of - passed - drawn) / (of - drawn)
  return 1 - noneOfThem
}
