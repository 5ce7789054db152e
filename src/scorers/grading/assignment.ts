/**
 * The most pairs that can be made of things on the left with things on the right, each used once (Kuhn, 1955, by
 * augmenting paths). Returns for each on the left its partner's index, or undefined.
 */
export function assign(
  left: number,
  right: number,
  isPair: (left: number, right: number) => boolean,
): (number | undefined)[] {
  const partnerOf = new Map<number, number>()
  for (let index = 0; index < left; index++) seat(index, new Set())
  const seats: (number | undefined)[] = Array.from({ length: left }, () => undefined)
  for (const [taken, by] of partnerOf) seats[by] = taken
  return seats

  function seat(one: number, tried: Set<number>): boolean {
    for (let other = 0; other < right; other++) {
      if (tried.has(other) || !isPair(one, other)) continue
      tried.add(other)
      const holder = partnerOf.get(other)
      if (holder !== undefined && !seat(holder, tried)) continue
      partnerOf.set(other, one)
      return true
    }
    return false
  }
}

/** The longest sequence of pairs that keeps the order on both sides: their number. */
export function alignInOrder(left: number, right: number, isPair: (left: number, right: number) => boolean): number {
  let above = new Array<number>(right + 1).fill(0)
  for (let one = 0; one < left; one++) {
    const row = [0]
    for (let other = 0; other < right; other++) {
      const best = Math.max(above[other + 1] ?? 0, row[other] ?? 0)
      row.push(isPair(one, other) ? Math.max(best, (above[other] ?? 0) + 1) : best)
    }
    above = row
  }
  return above[right] ?? 0
}
