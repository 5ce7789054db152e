/**
 * Adjusted p-values by Benjamini and Hochberg, in the order given: where all that are at most q are called findings, the
 * expected share of false ones among them is at most q. Source: Benjamini and Hochberg, 1995.
 * @param weights How much each matters, decided before the data are seen: what weighs more is found more easily, and the
 * rest less. Source: Genovese, Roeder and Wasserman, "False Discovery Control with p-Value Weighting", 2006.
 */
export function benjaminiHochberg(ps: readonly number[], weights: readonly number[] = ps.map(() => 1)): number[] {
  const usual = weights.reduce((sum, weight) => sum + weight, 0) / ps.length
  const weighted = ps.map((p, index) => (p * usual) / (weights[index] as number))
  const order = ps.map((_, index) => index).sort((a, b) => (weighted[b] as number) - (weighted[a] as number))
  const adjusted = new Array<number>(ps.length)
  let least = 1
  order.forEach((index, place) => {
    least = Math.min(least, ((weighted[index] as number) * ps.length) / (ps.length - place))
    adjusted[index] = least
  })
  return adjusted
}
