import { expect, test } from 'vitest'
import { interleave, median, ROUNDS, spread } from '../../bench/rounds.ts'

test('sides take turns, and the first round is not counted', async () => {
  const order: string[] = []
  const side = (name: string, figure: () => number) => async () => {
    order.push(name)
    return figure()
  }
  let turn = 0
  const { a, b } = await interleave({ a: side('a', () => turn++), b: side('b', () => 7) })
  expect(order.slice(0, 6)).toEqual(['a', 'b', 'a', 'b', 'a', 'b'])
  expect(order).toHaveLength((ROUNDS + 1) * 2)
  expect(a).toEqual([1, 2, 3, 4, 5, 6, 7])
  expect(b).toEqual(Array(ROUNDS).fill(7))
})

test('one slow round moves the median by little, and the spread shows it', () => {
  expect(median([5, 4, 1_000, 3, 6])).toBe(5)
  expect(spread([5, 4, 1_000, 3, 6])).toBe('3-1000')
  expect(median([])).toBeNaN()
})
