import { expect, test } from 'vitest'
import { percentile } from '../../src/stats/percentile.ts'

const hundred = Array.from({ length: 100 }, (_, index) => 100 - index)

test.each([
  [[7], 50, 7],
  [[1, 2], 50, 1],
  [[3, 1, 2], 50, 2],
  [hundred, 7, 7],
  [hundred, 95, 95],
  [hundred, 100, 100],
  [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 95, 10],
  [hundred.slice(80), 95, 19],
])('of %j the %d % percentile is %d', (values, percent, expected) => {
  expect(percentile(values, percent)).toBe(expected)
})

test('it is the smallest value that at least so many percent do not exceed', () => {
  for (let percent = 1; percent <= 100; percent++) {
    for (let length = 1; length <= 40; length++) {
      const values = hundred.slice(0, length)
      const value = percentile(values, percent)
      const share = (limit: number) => values.filter((other) => other <= limit).length * 100
      expect(share(value)).toBeGreaterThanOrEqual(percent * length)
      expect(share(value - 1)).toBeLessThan(percent * length)
    }
  }
})

test('it leaves the values in their order, and refuses nothing and nonsense', () => {
  const values = [3, 1, 2]
  percentile(values, 50)
  expect(values).toEqual([3, 1, 2])
  expect(() => percentile([], 50)).toThrow('there are no values')
  for (const percent of [0, -1, 101, Number.NaN]) expect(() => percentile([1], percent)).toThrow(RangeError)
})
