import { normalTail } from './normal.ts'

export interface MannWhitney {
  /** In how many pairs of a left and a right value the left one is larger; equal ones count half. */
  u: number
  /** Two-sided. */
  p: number
}

/** Up to so many values in all, without equal ones, the p-value is exact. */
const EXACT = 40

/**
 * The Mann-Whitney test: do values of one of two independent samples tend to be larger? Exact for small samples without equal
 * values, else by the normal distribution with corrections for ties and continuity.
 * Source: Mann and Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than the Other", 1947.
 * @throws {RangeError} a sample is empty.
 */
export function mannWhitney(left: readonly number[], right: readonly number[]): MannWhitney {
  if (left.length === 0 || right.length === 0) throw new RangeError('Failed to compare samples: one is empty.')
  const all = [...left, ...right]
  const sum = ranks(all).reduce((total, rank, index) => total + (index < left.length ? rank : 0), 0)
  const u = sum - (left.length * (left.length + 1)) / 2
  const distinct = new Set(all).size === all.length
  const p =
    distinct && all.length <= EXACT ? exactP(u, left.length, right.length) : normalP(u, left.length, right.length, all)
  return { u, p: Math.min(1, p) }
}

function exactP(u: number, m: number, n: number): number {
  const ways = waysOf(m, n)
  const all = ways.reduce((sum, count) => sum + count, 0)
  const lower = Math.min(u, m * n - u)
  return (2 * ways.slice(0, lower + 1).reduce((sum, count) => sum + count, 0)) / all
}

/** In how many orders of m and n values U comes to 0, 1, 2 and so on: the coefficients of the Gaussian binomial. */
function waysOf(m: number, n: number): number[] {
  let ways = [1, ...new Array<number>(m * n).fill(0)]
  for (let step = 1; step <= m; step++) {
    const times = ways.map((count, at) => count - (ways[at - n - step] ?? 0))
    ways = times
    for (let at = step; at < ways.length; at++) ways[at] = (ways[at] as number) + (ways[at - step] as number)
  }
  return ways
}

function normalP(u: number, m: number, n: number, all: readonly number[]): number {
  const total = m + n
  const ties = [...Map.groupBy(all, (value) => value).values()].reduce(
    (sum, { length }) => sum + length ** 3 - length,
    0,
  )
  const variance = ((m * n) / 12) * (total + 1 - ties / (total * (total - 1)))
  if (variance === 0) return 1
  const distance = Math.max(0, Math.abs(u - (m * n) / 2) - 0.5)
  return 2 * normalTail(-distance / Math.sqrt(variance))
}

/** The ranks of the values from 1; those that are equal share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  const order = values.map((_, index) => index).sort((a, b) => (values[a] as number) - (values[b] as number))
  const found = new Array<number>(values.length)
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && values[order[to] as number] === values[order[from] as number]) to++
    for (const index of order.slice(from, to)) found[index] = (from + 1 + to) / 2
  }
  return found
}
