import { expect, test } from 'vitest'
import { wilson } from '../../src/stats/wilson.ts'

// Newcombe, "Two-sided confidence intervals for the single proportion", 1998, table I, method 3.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%d of %d is between %d and %d', (passed, of, low, high) => {
  const interval = wilson(passed, of)
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

test('none and all reach the edge exactly', () => {
  for (let of = 1; of <= 30; of++) {
    expect(wilson(0, of).low).toBe(0)
    expect(wilson(of, of).high).toBe(1)
  }
})

test('the ends solve |share - p| = z * sqrt(p (1 - p) / n), which defines them', () => {
  for (let of = 1; of <= 30; of++) {
    for (let passed = 0; passed <= of; passed++) {
      for (const end of Object.values(wilson(passed, of))) {
        expect(Math.abs(passed / of - end)).toBeCloseTo(1.959963984540054 * Math.sqrt((end * (1 - end)) / of), 10)
      }
    }
  }
})

test('what is no proportion is refused', () => {
  for (const [passed, of] of [
    [0, 0],
    [2, 1],
    [-1, 3],
    [0.5, 2],
  ] as const) {
    expect(() => wilson(passed, of)).toThrow('no proportion')
  }
})
