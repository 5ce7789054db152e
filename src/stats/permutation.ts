import type { Random } from '../kernel/random.ts'
import { isNearlyNormal } from './nearly-normal.ts'
import { normalTail } from './normal.ts'

/** Up to so many differences that are not zero, every change of signs is tried: 2^14 of them. */
const EXACT = 14

/**
 * The two-sided p-value of the paired permutation test: were both sides alike, each difference could as well have the other
 * sign. Few differences are tried in every way; of many, changes of signs are drawn until `enough` were as extreme as what
 * was found, or `most` were drawn, which keeps the p-value valid and spends little where there is nothing to find. Of
 * thousands, none of which rules the others, the sum is as good as normal, and nothing is drawn.
 * Sources: Fisher, "The Design of Experiments", 1935; Besag and Clifford, "Sequential Monte Carlo p-values", 1991.
 */
export function pairedPermutation(
  differences: readonly number[],
  random: Random,
  { most = 9_999, enough = 100 } = {},
): number {
  const moving = differences.filter((difference) => difference !== 0).map(Math.abs)
  // Sums that differ in rounding alone are the same.
  const slack = 1e-9 * moving.reduce((sum, size) => sum + size, 0)
  const found = Math.abs(differences.reduce((sum, difference) => sum + difference, 0)) - slack
  if (moving.length <= EXACT) return shareOfAll(moving, found)
  const [variance, fourth] = [sumOf(moving, 2), sumOf(moving, 4)]
  if (isNearlyNormal({ variance, fourth }))
    return Math.min(1, Math.max(2 * normalTail(-Math.max(0, found) / Math.sqrt(variance)), 1 / (most + 1)))
  let extreme = 0
  for (let drawn = 1; drawn <= most; drawn++) {
    let sum = 0
    for (const size of moving) sum += random.next() < 0.5 ? size : -size
    if (Math.abs(sum) >= found && ++extreme === enough) return extreme / drawn
  }
  return (extreme + 1) / (most + 1)
}

function sumOf(sizes: readonly number[], power: number): number {
  return sizes.reduce((sum, size) => sum + size ** power, 0)
}

function shareOfAll(sizes: readonly number[], found: number): number {
  const ways = 2 ** sizes.length
  let extreme = 0
  for (let signs = 0; signs < ways; signs++) {
    const sum = sizes.reduce((total, size, index) => total + (signs & (1 << index) ? size : -size), 0)
    if (Math.abs(sum) >= found) extreme++
  }
  return extreme / ways
}
