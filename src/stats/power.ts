import { binomialChance, binomialTail } from './binomial.ts'
import { mcnemar } from './mcnemar.ts'
import { normalPoint, normalTail } from './normal.ts'
import { mustBeShare } from './proportion.ts'

/** How often pairs differ, and in which direction, as shares of all pairs. */
export interface Discordance {
  lost: number
  won: number
}

/**
 * The chance that McNemar's exact test, two-sided at `alpha`, finds a difference between two sides among so many pairs.
 * Summed over the number of pairs that differ and how they are divided.
 */
export function mcnemarPower({ lost, won }: Discordance, pairs: number, alpha = 0.05): number {
  const differ = lost + won
  if (differ === 0) return 0
  let power = 0
  for (let discordant = 0; discordant <= pairs; discordant++) {
    const weight = binomialChance(discordant, pairs, differ)
    if (weight < 1e-12) continue
    const limit = criticalCount(discordant, alpha)
    if (limit < 0) continue
    const tails = binomialTail(limit, discordant, lost / differ) + binomialTail(limit, discordant, won / differ)
    power += weight * Math.min(1, tails)
  }
  return power
}

/** The largest smaller count that is still significant; -1 where none is. */
function criticalCount(discordant: number, alpha: number): number {
  let limit = -1
  while (limit + 1 < discordant / 2 && mcnemar({ lost: limit + 1, won: discordant - limit - 1 }) <= alpha) limit++
  return limit
}

/**
 * How many pairs McNemar's test needs to find a difference with this power, by the normal distribution.
 * Source: Connor, "Sample Size for Testing Differences in Proportions for the Paired-Sample Design", 1987.
 * @returns Infinity where there is no difference to find.
 */
export function pairsNeeded({ lost, won }: Discordance, { alpha = 0.05, power = 0.8 } = {}): number {
  mustBeShare('alpha', alpha)
  mustBeShare('power', power)
  const [differ, effect] = [lost + won, Math.abs(won - lost)]
  if (effect === 0) return Number.POSITIVE_INFINITY
  const reach = normalPoint(1 - alpha / 2) * Math.sqrt(differ)
  const keep = normalPoint(power) * Math.sqrt(Math.max(0, differ - effect ** 2))
  return Math.ceil(((reach + keep) / effect) ** 2)
}

/**
 * How many pairs are needed to find a mean difference of this size.
 * @param deviation Standard deviation of the differences.
 */
export function pairsForMean(effect: number, deviation: number, { alpha = 0.05, power = 0.8 } = {}): number {
  mustBeShare('alpha', alpha)
  mustBeShare('power', power)
  if (effect === 0) return Number.POSITIVE_INFINITY
  return Math.ceil((((normalPoint(1 - alpha / 2) + normalPoint(power)) * deviation) / effect) ** 2)
}

/**
 * How many trials each of two independent sides needs to tell two pass rates apart.
 * Source: Fleiss, Levin and Paik, "Statistical Methods for Rates and Proportions", 2003, section 4.2, without continuity correction.
 */
export function trialsForTwoRates(first: number, second: number, { alpha = 0.05, power = 0.8 } = {}): number {
  if (first === second) return Number.POSITIVE_INFINITY
  const middle = (first + second) / 2
  const reach = normalPoint(1 - alpha / 2) * Math.sqrt(2 * middle * (1 - middle))
  const keep = normalPoint(power) * Math.sqrt(first * (1 - first) + second * (1 - second))
  return Math.ceil(((reach + keep) / (first - second)) ** 2)
}

/** The chance to find a mean difference of this size among so many pairs, two-sided at `alpha`, by the normal distribution. */
export function powerForMean(effect: number, deviation: number, pairs: number, alpha = 0.05): number {
  const shift = (Math.abs(effect) / deviation) * Math.sqrt(pairs)
  const reach = normalPoint(1 - alpha / 2)
  return normalTail(shift - reach) + normalTail(-shift - reach)
}
