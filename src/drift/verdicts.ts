import type { DriftFinding, DriftVerdict } from '../record/comparison.ts'
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'
import type { Figure } from './figures.ts'
import { FEWEST, pairsToDecide } from './needed.ts'

/**
 * What each figure comes to, once their number is taken into account. A figure whose pairs could not have shown anything,
 * whatever they had come to, takes no part in the correction.
 * Source: Gilbert, "A Modified False Discovery Rate Multiple-Comparisons Procedure for Discrete Data", 2005.
 */
export function judgeFigures(figures: readonly Figure[], alpha: number): Map<Figure, DriftFinding> {
  const able = figures.filter(({ least }) => least <= alpha)
  const corrected = benjaminiHochberg(
    able.map(({ p }) => p),
    able.map(({ weight }) => weight),
  )
  const adjusted = new Map(corrected.map((p, index) => [able[index], p]))
  return new Map(figures.map((figure) => [figure, findingOf(figure, adjusted.get(figure) ?? null, alpha)]))
}

function findingOf(figure: Figure, adjusted: number | null, alpha: number): DriftFinding {
  const { least: _, margin: __, weight: ___, moreIsBetter: ____, identical: _____, ...shown } = figure
  const verdict = verdictOf(figure, adjusted !== null && adjusted <= alpha)
  return { ...shown, adjusted, verdict, needed: verdict === 'inconclusive' ? pairsToDecide(figure, alpha) : null }
}

function verdictOf(figure: Figure, significant: boolean): DriftVerdict {
  const { low, high, margin, difference, moreIsBetter, pairs, identical } = figure
  // A difference that is too small to matter is none, however sure it is.
  if (identical || (pairs >= FEWEST && -margin <= low && high <= margin)) return 'unchanged'
  if (!significant) return 'inconclusive'
  return difference > 0 === moreIsBetter ? 'improved' : 'regressed'
}
