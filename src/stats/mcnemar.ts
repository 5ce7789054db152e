import { binomialTail } from './binomial.ts'

/** Pairs in which the two sides differ. */
export interface Discordant {
  /** The first side passed, the second did not. */
  lost: number
  /** The second side passed, the first did not. */
  won: number
}

/**
 * The two-sided p-value of McNemar's exact test: were both sides equally good, a pair that differs would be lost or won with
 * the same chance. Pairs that agree say nothing. Source: McNemar, 1947; the exact form is the sign test on the pairs that differ.
 */
export function mcnemar({ lost, won }: Discordant): number {
  return Math.min(1, 2 * binomialTail(Math.min(lost, won), lost + won, 0.5))
}
