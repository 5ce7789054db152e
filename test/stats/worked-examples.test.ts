import { expect, test } from 'vitest'
import { benjaminiHochberg } from '../../src/stats/benjamini-hochberg.ts'
import { clopperPearson } from '../../src/stats/clopper-pearson.ts'
import { clusteredStandardError } from '../../src/stats/clustered.ts'
import {
  distributionConsistency,
  outcomeConsistency,
  resourceConsistency,
  sequenceConsistency,
} from '../../src/stats/consistency.ts'
import { editDistance } from '../../src/stats/edit-distance.ts'
import { fisher } from '../../src/stats/fisher.ts'
import { jensenShannon } from '../../src/stats/jensen-shannon.ts'
import { mean } from '../../src/stats/mean.ts'
import { pairedDifference } from '../../src/stats/paired-proportions.ts'
import { passAt } from '../../src/stats/pass-at.ts'
import { passHat } from '../../src/stats/pass-hat.ts'
import { pairsForMean, powerForMean, trialsForTwoRates } from '../../src/stats/power.ts'
import { faultRobustness, reliability } from '../../src/stats/robustness.ts'
import { differenceOfTwo } from '../../src/stats/two-proportions.ts'

// Newcombe, "Interval estimation for the difference between independent proportions", 1998, table II, method 10.
test.each([
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [10, 10, 0, 20, 0.6791, 1],
  [10, 10, 0, 10, 0.6075, 1],
])('%d/%d less %d/%d lies between %d..', (a, n, b, m, low, high) => {
  const interval = differenceOfTwo({ passed: b, of: m }, { passed: a, of: n })
  expect(interval.low).toBeCloseTo(low, 4)
  expect(interval.high).toBeCloseTo(high, 4)
})

// Agresti, "Categorical Data Analysis", 2002, section 10.1: 1600 pairs, 150 and 86 differ; -0.04, from -0.06 to -0.02.
test('approval of the prime minister fell by 4 points', () => {
  const { difference, low, high } = pairedDifference({ lost: 150, won: 86 }, 1600)
  expect([difference, low, high].map((value) => Number(value.toFixed(2)))).toEqual([-0.04, -0.06, -0.02])
})

test('a paired interval reaches its ends within the range, and no difference among few pairs is no certainty', () => {
  expect(pairedDifference({ lost: 3, won: 0 }, 3).low).toBeGreaterThanOrEqual(-1)
  const { difference, low, high } = pairedDifference({ lost: 0, won: 0 }, 10)
  expect([difference, low < -0.1, high > 0.1]).toEqual([0, true, true])
  expect(() => pairedDifference({ lost: 2, won: 2 }, 3)).toThrow('no proportion')
})

// Fisher, "The Design of Experiments", 1935: the lady tasting tea.
test('three of four cups told apart show nothing', () => {
  expect(fisher({ passed: 3, of: 4 }, { passed: 1, of: 4 })).toBeCloseTo(0.4857, 4)
})

// Hanley and Lippman-Hand, "If Nothing Goes Wrong, Is Everything All Right?", 1983: the rule of three, one-sided 95 %.
test('0 of n leaves about 3 / n', () => {
  for (const n of [50, 100, 300, 1000]) expect(clopperPearson(0, n, 0.9).high).toBeCloseTo(3 / n, 2)
})

test('pass@1 and pass^1 are the pass rate; pass@k counts every draw with a pass', () => {
  for (let of = 1; of <= 8; of++) {
    for (let passed = 0; passed <= of; passed++) {
      expect(passAt(passed, of, 1)).toBeCloseTo(passed / of, 12)
      // No pass among k is k failures out of the failures.
      for (let k = 1; k <= of; k++) expect(passAt(passed, of, k)).toBeCloseTo(1 - passHat(of - passed, of, k), 12)
    }
  }
  expect(() => passAt(2, 2, 3)).toThrow('k > n')
  expect(() => passAt(3, 2, 1)).toThrow('no proportion')
})

test('without clusters it is the standard error of the mean; whole clusters weigh as one', () => {
  const scores = [1, 0, 1, 1, 0, 1, 1, 1]
  const rate = mean(scores)
  const alone = clusteredStandardError(scores.map((score) => [score]))
  expect(alone).toBeCloseTo(Math.sqrt((rate * (1 - rate)) / scores.length), 12)
  // Each score twice, as one cluster: no more is known than before.
  expect(clusteredStandardError(scores.map((score) => [score, score]))).toBeCloseTo(alone, 12)
  // By hand: the mean is 1/2, the clusters deviate by 1 and -1, so sqrt(1 + 1) / 4.
  expect(
    clusteredStandardError([
      [1, 1],
      [0, 0],
    ]),
  ).toBeCloseTo(Math.sqrt(2) / 4, 12)
  expect(() => clusteredStandardError([])).toThrow('no values')
})

// Fleiss, Levin and Paik, 2003: 0.60 against 0.70 at 5 % with power 0.80 needs 356 a side before the continuity correction.
test('the trials that two rates need', () => {
  expect(trialsForTwoRates(0.6, 0.7)).toBe(356)
  expect(trialsForTwoRates(0.6, 0.6)).toBe(Number.POSITIVE_INFINITY)
})

// Cohen, "Statistical Power Analysis", 1988: half a standard deviation needs 32 pairs by the normal distribution.
test('the pairs that a mean needs have the power asked for', () => {
  expect(pairsForMean(0.5, 1)).toBe(32)
  expect(powerForMean(0.5, 1, 32)).toBeCloseTo(0.807, 3)
  expect(powerForMean(0, 1, 32)).toBeCloseTo(0.05, 6)
})

test('edit distance of words', () => {
  expect(editDistance([...'kitten'], [...'sitting'])).toBe(3)
  expect([editDistance([], ['a', 'b']), editDistance(['a'], ['a'])]).toEqual([2, 0])
})

test('what is alike is compared once, and comes to what all pairs come to', () => {
  const trials = Array.from(
    { length: 60 },
    (_, at) =>
      new Map([
        ['look', 1 + (at % 4)],
        ['pay', at % 3],
      ]),
  )
  const byPairs = (all: typeof trials) =>
    1 - mean(all.flatMap((left, at) => all.slice(at + 1).map((right) => jensenShannon(left, right))))
  expect(distributionConsistency(trials)).toBeCloseTo(byPairs(trials), 12)
  // The square of it would take hours, and all memory that there is.
  const [many, different] = [
    Array.from({ length: 200_000 }, (_, at) => new Map([['look', 1 + (at % 4)]])),
    Array.from(
      { length: 20_000 },
      (_, at) =>
        new Map([
          ['look', at],
          ['pay', 20_000 - at],
        ]),
    ),
  ]
  expect(distributionConsistency(many)).toBe(1)
  expect(distributionConsistency(different)).toBeCloseTo(byPairs(different.filter((_, at) => at % 50 === 0)), 2)
})

test('consistency is 1 where all repeats are alike, and falls as they part', () => {
  expect([outcomeConsistency(10, 10), outcomeConsistency(0, 10), outcomeConsistency(5, 10)]).toEqual([1, 1, 0])
  expect(outcomeConsistency(8, 10)).toBeCloseTo(0.36, 12)
  const [look, pay] = [new Map([['look', 3]]), new Map([['pay', 2]])]
  expect(distributionConsistency([look, look])).toBe(1)
  expect(distributionConsistency([look, pay])).toBe(0)
  expect(distributionConsistency([look, look, pay])).toBeCloseTo(1 / 3, 12)
  expect(distributionConsistency([look])).toBeUndefined()
  expect(
    sequenceConsistency([
      ['a', 'b'],
      ['a', 'b', 'c', 'd'],
    ]),
  ).toBe(0.5)
  expect(sequenceConsistency([[], []])).toBe(1)
  // Values 1 and 3: mean 2, deviation sqrt(2), so exp(-sqrt(2) / 2); with a second resource that never varies, its half.
  expect(resourceConsistency([[1, 3]])).toBeCloseTo(Math.exp(-Math.SQRT2 / 2), 12)
  expect(
    resourceConsistency([
      [1, 3],
      [0, 0],
    ]),
  ).toBeCloseTo(Math.exp(-Math.SQRT2 / 4), 12)
  expect(resourceConsistency([[1]])).toBeUndefined()
})

test('robustness never exceeds 1, and is unknown where nothing works', () => {
  expect([faultRobustness(0.4, 0.8), faultRobustness(0.9, 0.8), faultRobustness(0, 0)]).toEqual([0.5, 1, undefined])
  const tasks = [
    { perturbation: 0, intensity: 1, passed: 3, of: 4 },
    { perturbation: 0, intensity: 1, passed: 4, of: 4 },
    { perturbation: 0, intensity: 2, passed: 0, of: 4 },
  ]
  expect(reliability(tasks, 2, 0, 1)).toBeCloseTo((0.5 + 1) / 2, 12)
  expect(reliability(tasks, 2, 0, 2)).toBe(0)
  expect(reliability(tasks, 5, 0, 1)).toBeUndefined()
})

test('what weighs more is found more easily, and with equal weights nothing changes', () => {
  const ps = [0.02, 0.3, 0.5, 0.9]
  expect(benjaminiHochberg(ps, [2, 2, 2, 2])).toEqual(benjaminiHochberg(ps))
  // By hand: the mean weight is 1.5, so the first weighs 2 and comes to 0.01 * 4.
  expect(benjaminiHochberg(ps, [3, 1, 1, 1])[0]).toBeCloseTo(0.04, 12)
  expect(benjaminiHochberg(ps)[0]).toBeCloseTo(0.08, 12)
})
