/**
 * Adjusted p-values by Benjamini and Hochberg, in the order given: where all that are at most q are called findings, the
 * expected share of false ones among them is at most q. Source: Benjamini and Hochberg, 1995.
 */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => (ps[b] as number) - (ps[a] as number))
  const adjusted = new Array<number>(ps.length)
  let least = 1
  order.forEach((index, place) => {
    least = Math.min(least, ((ps[index] as number) * ps.length) / (ps.length - place))
    adjusted[index] = least
  })
  return adjusted
}
