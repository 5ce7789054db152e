/**
 * The central interval of a binomial count: below `low` and above `high` lies at most half of what `level` leaves.
 * Exact: the probabilities of all counts are added up.
 */
export function binomialInterval(of: number, p: number, level: number): { low: number; high: number } {
  if (p === 0) return { low: 0, high: 0 }
  const tail = (1 - level) / 2
  let low: number | undefined
  let below = 0
  let log = of * Math.log1p(-p)
  for (let count = 0; count <= of; count++) {
    below += Math.exp(log)
    if (below > tail) low ??= count
    if (below >= 1 - tail) return { low: low ?? count, high: count }
    log += Math.log((of - count) / (count + 1)) + Math.log(p / (1 - p))
  }
  return { low: low ?? of, high: of }
}
