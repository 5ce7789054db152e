import { expect, test } from 'vitest'
import { createRandom } from '../../src/kernel/random.ts'
import { benjaminiHochberg } from '../../src/stats/benjamini-hochberg.ts'
import { binomialChance, binomialTail } from '../../src/stats/binomial.ts'
import { clopperPearson } from '../../src/stats/clopper-pearson.ts'
import { fisher } from '../../src/stats/fisher.ts'
import { jensenShannon } from '../../src/stats/jensen-shannon.ts'
import { mannWhitney } from '../../src/stats/mann-whitney.ts'
import { mcnemar } from '../../src/stats/mcnemar.ts'
import { normalPoint, normalTail } from '../../src/stats/normal.ts'
import { pairedPermutation } from '../../src/stats/permutation.ts'
import { wilson } from '../../src/stats/wilson.ts'
import * as scipy from './scipy.ts'

/** Each statistic beside the independent value: [ours, theirs]. */
const compared: Record<string, [number, number][]> = {
  wilson: scipy.wilsons.flatMap(([passed, of, low, high]) => ends(wilson(passed, of), low, high)),
  clopperPearson: scipy.clopperPearsons.flatMap(([passed, of, low, high]) =>
    ends(clopperPearson(passed, of), low, high),
  ),
  mcnemar: scipy.mcnemars.map(([lost, won, p]) => [mcnemar({ lost, won }), p]),
  fisher: scipy.fishers.map(([a, n, b, m, p]) => [fisher({ passed: a, of: n }, { passed: b, of: m }), p]),
  mannWhitney: scipy.mannWhitneys.flatMap(([left, right, u, p]): [number, number][] => {
    const found = mannWhitney(left, right)
    return [
      [found.u, u],
      [found.p, p],
    ]
  }),
  benjaminiHochberg: scipy.benjaminiHochbergs.flatMap(([ps, adjusted]) => {
    return benjaminiHochberg(ps).map((p, index): [number, number] => [p, adjusted[index] as number])
  }),
  jensenShannon: scipy.jensenShannons.map(([left, right, bits]) => [jensenShannon(counts(left), counts(right)), bits]),
  permutation: scipy.permutations.map(([differences, p]) => [pairedPermutation(differences, createRandom(1)), p]),
  binomial: scipy.binomials.flatMap(([k, n, p, chance, tail]): [number, number][] => [
    [binomialChance(k, n, p), chance],
    [binomialTail(k, n, p), tail],
  ]),
  normal: scipy.normals.flatMap(([chance, z]): [number, number][] => [
    [normalPoint(chance), z],
    [normalTail(z), chance],
  ]),
}

function ends({ low, high }: { low: number; high: number }, ...[lower, upper]: [number, number]): [number, number][] {
  return [
    [low, lower],
    [high, upper],
  ]
}

function counts(values: readonly number[]): Map<string, number> {
  return new Map(values.map((value, index) => [`tool ${index}`, value]))
}

test.each(Object.entries(compared))('%s agrees with an independent implementation', (name, pairs) => {
  const deviation = Math.max(...pairs.map(([ours, theirs]) => Math.abs(ours - theirs)))
  console.log(`${name}: ${pairs.length} values, largest deviation ${deviation.toExponential(1)}`)
  expect(pairs.length).toBeGreaterThan(4)
  expect(deviation).toBeLessThan(1e-9)
})

test('control: a value that is a millionth off is noticed', () => {
  const [[ours = 0, theirs = 0] = []] = compared.mcnemar ?? []
  expect(Math.abs(ours + 1e-6 - theirs)).toBeGreaterThan(1e-9)
})
