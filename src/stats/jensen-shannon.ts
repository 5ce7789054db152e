/** How often each word occurs. */
export type Counts = ReadonlyMap<string, number>

/**
 * The Jensen-Shannon divergence of two distributions in bits: 0 where they are the same, 1 where they share nothing.
 * Source: Lin, "Divergence Measures Based on the Shannon Entropy", 1991. Two empty ones are the same; an empty one and
 * another share nothing.
 */
export function jensenShannon(left: Counts, right: Counts): number {
  const [all, others] = [sumOf(left), sumOf(right)]
  if (all === 0 || others === 0) return all === others ? 0 : 1
  let bits = 0
  for (const word of new Set([...left.keys(), ...right.keys()])) {
    const [p, q] = [(left.get(word) ?? 0) / all, (right.get(word) ?? 0) / others]
    const middle = (p + q) / 2
    bits += (part(p, middle) + part(q, middle)) / 2
  }
  return Math.min(1, Math.max(0, bits))
}

function part(share: number, middle: number): number {
  return share === 0 ? 0 : share * Math.log2(share / middle)
}

function sumOf(counts: Counts): number {
  return [...counts.values()].reduce((sum, count) => sum + count, 0)
}
