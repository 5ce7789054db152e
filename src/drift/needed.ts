import { pairsForMean, pairsNeeded } from '../stats/power.ts'
import type { Figure } from './figures.ts'

/** Fewer pairs never show that nothing changed: their interval says too little about itself. */
export const FEWEST = 10

/** The width of a 95 % interval in standard errors. */
const WIDTH = 2 * 1.959963984540054

/**
 * About how many pairs would decide, should what was seen go on: as many as show the difference with a power of 80 %, or as
 * many as bring the interval within the margin, whichever are fewer. Null where neither would.
 */
export function pairsToDecide(figure: Figure, alpha: number): number | null {
  const found = Math.min(forDifference(figure, alpha), forMargin(figure))
  return Number.isFinite(found) ? Math.max(figure.pairs + 1, FEWEST, Math.ceil(found)) : null
}

function forDifference({ measure, difference, low, high, pairs }: Figure, alpha: number): number {
  const deviation = ((high - low) / WIDTH) * Math.sqrt(pairs)
  if (measure !== 'passed')
    return deviation === 0 ? Number.POSITIVE_INFINITY : pairsForMean(difference, deviation, { alpha })
  // The variance of a pair is the share of pairs that differ, less the square of the difference.
  const differ = Math.min(1, deviation ** 2 + difference ** 2)
  const effect = Math.abs(difference)
  return pairsNeeded({ lost: (differ + effect) / 2, won: (differ - effect) / 2 }, { alpha })
}

/** The interval narrows with the root of the number of pairs. */
function forMargin({ difference, low, high, pairs, margin }: Figure): number {
  const room = margin - Math.abs(difference)
  return room <= 0 ? Number.POSITIVE_INFINITY : pairs * ((high - low) / 2 / room) ** 2
}
