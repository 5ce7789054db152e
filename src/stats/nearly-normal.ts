/** Of a sum of independent values: the sums of their central moments. */
export interface Moments {
  variance: number
  /** By how few of the values the sum is ruled. */
  fourth: number
}

/** What a thousand values of one size come to. */
const FEW = 1e-3

/**
 * Is a sum so near to a normal one that drawing it would tell no more? Down to a chance of 1 in 10,000 the first term that is left
 * out changes it by no more than some 2 %; 9,999 draws change it by 10 % and more.
 * Source: Feller, "An Introduction to Probability Theory and Its Applications" II, 1971, chapter XVI.
 */
export function isNearlyNormal({ variance, fourth }: Moments): boolean {
  return variance > 0 && fourth <= FEW * variance * variance
}
