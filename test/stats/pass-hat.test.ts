import { expect, test } from 'vitest'
import { passHat } from '../../src/stats/pass-hat.ts'

/** Counts the draws of k trials that all passed, by listing every draw. */
function byListing(passed: number, of: number, k: number): number {
  let all = 0
  let good = 0
  for (let draw = 0; draw < 2 ** of; draw++) {
    const members = Array.from({ length: of }, (_, index) => index).filter((index) => draw & (1 << index))
    if (members.length !== k) continue
    all++
    if (members.every((index) => index < passed)) good++
  }
  return good / all
}

test('it is the share of draws of k trials that all passed', () => {
  let cases = 0
  for (let of = 1; of <= 7; of++) {
    for (let passed = 0; passed <= of; passed++) {
      for (let k = 1; k <= of; k++) {
        expect(passHat(passed, of, k)).toBeCloseTo(byListing(passed, of, k), 12)
        cases++
      }
    }
  }
  expect(cases).toBe(168)
})

test('k > n and what is no proportion are refused', () => {
  expect(() => passHat(2, 2, 3)).toThrow('k > n')
  for (const [passed, of, k] of [
    [3, 2, 1],
    [-1, 2, 1],
    [1, 2, 0],
    [1.5, 2, 1],
  ] as const) {
    expect(() => passHat(passed, of, k)).toThrow('no proportion')
  }
})
