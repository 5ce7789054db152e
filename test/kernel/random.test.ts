import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom, forkSeed, type Random } from '../../src/kernel/random.ts'

const draw = (random: Random, count = 20) => Array.from({ length: count }, () => random.next())

/** Chi-square of draws in equal cells against their mean. */
function chiSquare(counts: readonly number[]): number {
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return counts.reduce((sum, count) => sum + (count - mean) ** 2 / mean, 0)
}

function countCells(numbers: Iterable<number>, cells: number): number[] {
  const counts = new Array<number>(cells).fill(0)
  for (const number of numbers) counts[number] = (counts[number] ?? 0) + 1
  return counts
}

// The 99.9 % quantile of chi-square with 15 degrees of freedom. The seeds are fixed: it holds or it does not.
const LIMIT = 37.7

describe('a stream', () => {
  test('is the same for the same seed, as number or text, and different for another', () => {
    expect(draw(createRandom('seed'))).toEqual(draw(createRandom('seed')))
    expect(draw(createRandom(7))).toEqual(draw(createRandom('7')))
    expect(draw(createRandom('seed'))).not.toEqual(draw(createRandom('seeds')))
  })

  test('never changes between versions: recorded runs depend on it', () => {
    expect(draw(createRandom('mettle'), 3)).toEqual([0.9671274584252387, 0.46386313857510686, 0.2945047062821686])
  })

  test('lies in [0, 1), evenly', () => {
    for (const seed of ['a', 'b', 'c']) {
      const numbers = draw(createRandom(seed), 16_000)
      expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...numbers)).toBeLessThan(1)
      expect(
        chiSquare(
          countCells(
            numbers.map((number) => Math.floor(number * 16)),
            16,
          ),
        ),
      ).toBeLessThan(LIMIT)
    }
  })

  test('has no ties between neighbours', () => {
    const numbers = draw(createRandom('pairs'), 16_000)
    const pairs = numbers.slice(1).map((number, at) => Math.floor(number * 4) * 4 + Math.floor((numbers[at] ?? 0) * 4))
    expect(chiSquare(countCells(pairs, 16))).toBeLessThan(LIMIT)
  })

  test('gives integers below a bound, evenly', () => {
    const random = createRandom('integers')
    const counts = countCells(
      Array.from({ length: 16_000 }, () => random.int(16)),
      16,
    )
    expect(counts).toHaveLength(16)
    expect(chiSquare(counts)).toBeLessThan(LIMIT)
  })

  test('picks one of the items, and none from none', () => {
    expect(['a', 'b']).toContain(createRandom(1).pick(['a', 'b']))
    expect(() => createRandom(1).pick([])).toThrow(RangeError)
  })
})

test('the check for evenness finds a stream that is not even', () => {
  const random = createRandom('skewed')
  const skewed = Array.from({ length: 16_000 }, () => Math.floor(random.next() ** 1.1 * 16))
  expect(chiSquare(countCells(skewed, 16))).toBeGreaterThan(LIMIT)
})

describe('a fork', () => {
  test('depends on seed and name, not on what was drawn or forked before', () => {
    const names = fc.array(fc.string(), { maxLength: 4 })
    fc.assert(
      fc.property(fc.string(), fc.string(), names, fc.nat(20), (seed, name, others, draws) => {
        const random = createRandom(seed)
        draw(random, draws)
        for (const other of others) random.fork(other).next()
        expect(draw(random.fork(name), 5)).toEqual(draw(createRandom(seed).fork(name), 5))
      }),
    )
  })

  test('takes nothing from its parent', () => {
    const [forked, alone] = [createRandom('seed'), createRandom('seed')]
    draw(forked.fork('child'))
    expect(draw(forked)).toEqual(draw(alone))
  })

  test('is told apart by each of its names, their number and their kind', () => {
    const forks = [['a', 'b'], ['ab'], ['a', 'b', ''], ['b', 'a'], ['a,b'], [1], ['1'], []]
    expect(new Set(forks.map((names) => forkSeed('seed', ...names))).size).toBe(forks.length)
    expect(forkSeed('seed', 'a')).not.toBe(forkSeed('seeds', 'a'))
  })

  test('is no copy of its parent, nor are neighbours alike', () => {
    const random = createRandom('seed')
    const first = Array.from({ length: 16_000 }, (_, index) => Math.floor(random.fork('trial', index).next() * 16))
    expect(chiSquare(countCells(first, 16))).toBeLessThan(LIMIT)
    expect(draw(random.fork())).not.toEqual(draw(createRandom('seed')))
  })
})
