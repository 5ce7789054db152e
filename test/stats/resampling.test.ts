import { expect, test } from 'vitest'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import { pairedBootstrap } from '../../src/stats/bootstrap.ts'
import { pairedPermutation } from '../../src/stats/permutation.ts'

/** Near enough to normal: twelve uniform values, less their mean. */
function drawn(random: Random, centre: number): number {
  return Array.from({ length: 12 }, () => random.next()).reduce((sum, value) => sum + value, 0) - 6 + centre
}

const samples = (count: number, size: number, centre: number) => {
  const random = createRandom('samples')
  return Array.from({ length: count }, () => Array.from({ length: size }, () => drawn(random, centre)))
}

test('the same seed gives the same interval, another one nearly the same', () => {
  const [values = []] = samples(1, 40, 0.3)
  const once = pairedBootstrap([values], createRandom(1))
  expect(pairedBootstrap([values], createRandom(1))).toEqual(once)
  const other = pairedBootstrap([values], createRandom(2))
  expect(other).not.toEqual(once)
  expect(other.low).toBeCloseTo(once.low, 1)
})

test('of 300 intervals about 95 % hold the true mean', () => {
  const held = samples(300, 40, 0.3).filter((values, index) => {
    const { low, high } = pairedBootstrap([values], createRandom(index), { resamples: 400 })
    return low <= 0.3 && high >= 0.3
  }).length
  console.log(`bootstrap: ${held} of 300 intervals hold the mean`)
  expect(held / 300).toBeGreaterThan(0.9)
  expect(held / 300).toBeLessThan(0.98)
})

test('what tasks differ by is not taken for chance', () => {
  const tasks = [Array.from({ length: 9 }, () => 10), Array.from({ length: 9 }, () => -10)]
  expect(pairedBootstrap(tasks, createRandom(1))).toEqual({ low: 0, high: 0 })
  const { low, high } = pairedBootstrap([tasks.flat()], createRandom(1))
  expect(high - low).toBeGreaterThan(5)
})

test('a permutation that is drawn agrees with one that tries every way', () => {
  for (const [index, values] of samples(20, 13, 0.4).entries()) {
    const exact = pairedPermutation(values, createRandom(0))
    // Two more differences that change nothing but the way it is computed.
    const sampled = pairedPermutation([...values, 1e-12, -1e-12], createRandom(index), { most: 20_000, enough: 20_000 })
    expect(Math.abs(sampled - exact)).toBeLessThan(0.015)
  }
})

test('where there is nothing to find, it finds it as seldom as it says', () => {
  const ps = samples(1_000, 25, 0).map((values, index) => {
    return pairedPermutation(values, createRandom(index), { most: 999, enough: 40 })
  })
  const alarms = ps.filter((p) => p <= 0.05).length
  console.log(`permutation: ${alarms} of 1000 alarms at 5 %`)
  expect(alarms).toBeGreaterThan(25)
  expect(alarms).toBeLessThan(75)
  // And it finds what is there.
  const found = samples(200, 25, 0.8).filter((values, index) => pairedPermutation(values, createRandom(index)) <= 0.05)
  expect(found.length).toBeGreaterThan(180)
})

test('no difference is no finding', () => {
  expect(pairedPermutation([0, 0, 0], createRandom(1))).toBe(1)
  expect(pairedPermutation([], createRandom(1))).toBe(1)
})

/** Draws nothing. */
const silent: Random = {
  ...createRandom(0),
  next: () => {
    throw new Error('Something was drawn.')
  },
  int: () => {
    throw new Error('Something was drawn.')
  },
}

/** Skewed, as costs and times are. */
const skewed = (random: Random, count: number, centre: number) =>
  Array.from({ length: count }, () => -Math.log(1 - random.next()) - 1 + centre)

test('of a hundred thousand pairs nothing is drawn', () => {
  const values = skewed(createRandom('many'), 100_000, 0.001)
  expect(pairedPermutation(values, silent)).toBeGreaterThan(0)
  expect(pairedBootstrap([values], silent).low).toBeLessThan(0.01)
})

test('what is computed of many agrees with drawing it', () => {
  for (const seed of [1, 2, 3]) {
    const random = createRandom(seed)
    // Three tasks of their own, one of them without any chance in it.
    const tasks = [skewed(random, 12_000, 0.03), skewed(random, 8_000, -0.02), Array.from({ length: 5_000 }, () => 4)]
    const all = tasks.flat()
    const computed = pairedBootstrap(tasks, silent)
    const sums = Array.from({ length: 800 }, () => {
      const draw = (own: number[]) => own.reduce((sum) => sum + (own[random.int(own.length)] as number), 0)
      return tasks.reduce((sum, own) => sum + draw(own), 0) / all.length
    }).sort((a, b) => a - b)
    const width = computed.high - computed.low
    expect(Math.abs(computed.low - (sums[20] as number))).toBeLessThan(width / 10)
    expect(Math.abs(computed.high - (sums[779] as number))).toBeLessThan(width / 10)
  }
})

test('a p-value that is computed agrees with one that is drawn', () => {
  for (const centre of [0, 0.005, 0.01, 0.02]) {
    const values = skewed(createRandom(`centre ${centre}`), 20_000, centre)
    const random = createRandom('signs')
    const found = Math.abs(values.reduce((sum, value) => sum + value, 0))
    const draws = Array.from({ length: 400 }, () =>
      Math.abs(values.reduce((sum, value) => sum + (random.next() < 0.5 ? value : -value), 0)),
    )
    const drawn = draws.filter((sum) => sum >= found).length / draws.length
    expect(Math.abs(pairedPermutation(values, silent) - drawn)).toBeLessThan(0.06)
  }
})

test('where one value rules the sum it is drawn', () => {
  const values = [...Array.from({ length: 5_000 }, (_, index) => (index % 2 === 0 ? 0.01 : -0.01)), 1_000]
  // The sign of the one decides: both ways are as far.
  expect(pairedPermutation(values, createRandom(1))).toBeGreaterThan(0.4)
  expect(() => pairedPermutation(values, silent)).toThrow('drawn')
})
