import { expect, test } from 'vitest'
import { clusteredStandardError, naiveStandardError } from '../../src/stats/index.ts'

test('of passes and failures it is the root of p(1 - p)/n', () => {
  const scores = [1, 1, 1, 0]
  expect(naiveStandardError(scores)).toBeCloseTo(Math.sqrt((0.75 * 0.25) / 4), 12)
  // Control: scores of one task that hang together are worth less.
  expect(
    clusteredStandardError([
      [1, 1],
      [1, 0],
    ]),
  ).not.toBeCloseTo(naiveStandardError(scores), 3)
  expect(() => naiveStandardError([])).toThrow(RangeError)
})
