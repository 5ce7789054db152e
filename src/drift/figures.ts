import type { Random } from '../kernel/random.ts'
import type { DriftFinding } from '../record/comparison.ts'
import { pairedBootstrap } from '../stats/bootstrap.ts'
import { mcnemar } from '../stats/mcnemar.ts'
import { mean } from '../stats/mean.ts'
import { pairedDifference } from '../stats/paired-proportions.ts'
import { pairedPermutation } from '../stats/permutation.ts'
import { type Pair, sameTrace } from './align.ts'
import { isLost, isWon } from './cells.ts'
import type { Measure } from './measures.ts'

/** A figure of two sides before the number of figures is taken into account. */
export interface DriftFigure extends Omit<DriftFinding, 'adjusted' | 'verdict' | 'needed'> {
  /** The smallest p-value that these pairs could have come to. */
  least: number
  /** A difference within it is none that matters. */
  margin: number
  /** How much it matters in the correction for the number of figures. */
  weight: number
  /** Is a positive difference a good one? */
  moreIsBetter: boolean
  /** Did both sides do the same in every pair, step by step? */
  identical: boolean
}

/** What a figure is taken over. */
export interface Scope {
  /** Null: all of them together. */
  scenario: string | null
  pairs: readonly Pair[]
  /** Has chance no say in any of the pairs? */
  certain: boolean
}

/** Where chance has no say, there is nothing to estimate: what the pairs show is what is so. */
const CERTAIN = { low: null, high: null, p: null, least: 1 }

/** Whether an agent does its task matters more than what it takes. */
const PASS_WEIGHT = 6

/** A permutation draws so many changes of signs where it cannot try all. */
const DRAWS = 9_999

/** How often each side passed, over all pairs. */
export function passFigure({ scenario, pairs, certain }: Scope, margin: number): DriftFigure {
  const passed = (side: 'base' | 'head') => pairs.filter((pair) => pair[side].verdict === 'passed').length
  const [lost, won] = [pairs.filter(isLost).length, pairs.filter(isWon).length]
  return {
    scenario,
    measure: 'passed',
    pairs: pairs.length,
    base: passed('base') / pairs.length,
    head: passed('head') / pairs.length,
    ...pairedDifference({ lost, won }, pairs.length),
    p: mcnemar({ lost, won }),
    least: mcnemar({ lost: lost + won, won: 0 }),
    // A single task that is lost for certain is one that matters.
    margin: certain ? 0 : margin,
    ...(certain ? CERTAIN : {}),
    certain,
    weight: PASS_WEIGHT,
    moreIsBetter: true,
    identical: pairs.every(sameTrace),
  }
}

/**
 * What a trial takes, over the pairs that both sides passed: who gives up early is not cheaper. Undefined where there are none.
 * @param change The margin, as a share of the base's mean.
 */
export function measureFigure(
  measure: Measure,
  { scenario, pairs, certain }: Scope,
  change: number,
  random: Random,
): DriftFigure | undefined {
  const both = pairs.filter(({ base, head }) => base.verdict === 'passed' && head.verdict === 'passed')
  if (both.length === 0) return undefined
  const tasks = Map.groupBy(both, ({ base }) => JSON.stringify([base.scenario, base.variant]))
  const differences = [...tasks.values()].map((own) => own.map(({ base, head }) => measure.of(head) - measure.of(base)))
  const all = differences.flat()
  const base = mean(both.map((pair) => measure.of(pair.base)))
  return {
    scenario,
    measure: measure.name,
    pairs: both.length,
    base,
    head: mean(both.map((pair) => measure.of(pair.head))),
    difference: mean(all),
    ...spreadOf(differences, random.fork('interval')),
    p: pairedPermutation(all, random.fork('p'), { most: DRAWS }),
    least: Math.max(2 ** (1 - all.filter((difference) => difference !== 0).length), 1 / (DRAWS + 1)),
    margin: change * Math.abs(base),
    ...(certain ? CERTAIN : {}),
    certain,
    weight: 1,
    moreIsBetter: false,
    identical: pairs.every(sameTrace),
  }
}

/** An interval of no width would be a certainty that these pairs do not give. */
function spreadOf(differences: readonly (readonly number[])[], random: Random): Pick<DriftFigure, 'low' | 'high'> {
  const { low, high } = pairedBootstrap(differences, random)
  return low === high ? { low: null, high: null } : { low, high }
}
