import type { DriftFinding, DriftVerdict } from '../record/comparison.ts'
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'
import type { Interval } from '../stats/interval.ts'
import { pairsForMean, pairsNeeded } from '../stats/power.ts'
import type { DriftFigure } from './figures.ts'

/**
 * What each figure comes to, once their number is taken into account. A figure whose pairs could not have shown anything,
 * whatever they had come to, takes no part in the correction.
 * Source: Gilbert, "A Modified False Discovery Rate Multiple-Comparisons Procedure for Discrete Data", 2005.
 */
export function judgeFigures(figures: readonly DriftFigure[], alpha: number): Map<DriftFigure, DriftFinding> {
  const able = figures.flatMap((figure) =>
    figure.p !== null && figure.least <= alpha ? [{ figure, p: figure.p }] : [],
  )
  const corrected = benjaminiHochberg(
    able.map(({ p }) => p),
    able.map(({ figure }) => figure.weight),
  )
  const adjusted = new Map(corrected.map((p, index) => [able[index]?.figure, p]))
  return new Map(figures.map((figure) => [figure, findingOf(figure, adjusted.get(figure) ?? null, alpha)]))
}

function findingOf(figure: DriftFigure, adjusted: number | null, alpha: number): DriftFinding {
  const { least: _, margin: __, weight: ___, moreIsBetter: ____, identical: _____, ...shown } = figure
  const verdict = verdictOf(figure, adjusted !== null && adjusted <= alpha)
  return { ...shown, adjusted, verdict, needed: verdict === 'inconclusive' ? pairsToDecide(figure, alpha) : null }
}

function verdictOf(figure: DriftFigure, significant: boolean): DriftVerdict {
  const { margin, difference, moreIsBetter, pairs, identical, certain } = figure
  const { low, high } = { low: figure.low ?? difference, high: figure.high ?? difference }
  // A difference that is too small to matter is none, however sure it is.
  if (identical || ((certain || pairs >= FEWEST) && -margin <= low && high <= margin)) return 'unchanged'
  if (!certain && !significant) return 'inconclusive'
  return difference > 0 === moreIsBetter ? 'improved' : 'regressed'
}

/** Fewer pairs never show that nothing changed: their interval says too little about itself. */
const FEWEST = 10

/** A figure that has an interval. */
type Spread = DriftFigure & Interval

/** The width of a 95 % interval in standard errors. */
const WIDTH = 2 * 1.959963984540054

/**
 * About how many pairs would decide, should what was seen go on: as many as show the difference with a power of 80 %, or as
 * many as bring the interval within the margin, whichever are fewer. Null where neither would.
 */
function pairsToDecide(figure: DriftFigure, alpha: number): number | null {
  const { low, high } = figure
  // Pairs that show no spread say nothing of how many more it takes, but that it takes some.
  if (low === null || high === null) return figure.pairs < FEWEST ? FEWEST : null
  const spread = { ...figure, low, high }
  const found = Math.min(forDifference(spread, alpha), forMargin(spread))
  return Number.isFinite(found) ? Math.max(figure.pairs + 1, FEWEST, Math.ceil(found)) : null
}

function forDifference({ measure, difference, low, high, pairs }: Spread, alpha: number): number {
  const deviation = ((high - low) / WIDTH) * Math.sqrt(pairs)
  if (measure !== 'passed')
    return deviation === 0 ? Number.POSITIVE_INFINITY : pairsForMean(difference, deviation, { alpha })
  // The variance of a pair is the share of pairs that differ, less the square of the difference.
  const differ = Math.min(1, deviation ** 2 + difference ** 2)
  const effect = Math.abs(difference)
  return pairsNeeded({ lost: (differ + effect) / 2, won: (differ - effect) / 2 }, { alpha })
}

/** The interval narrows with the root of the number of pairs. */
function forMargin({ difference, low, high, pairs, margin }: Spread): number {
  const room = margin - Math.abs(difference)
  return room <= 0 ? Number.POSITIVE_INFINITY : pairs * ((high - low) / 2 / room) ** 2
}
