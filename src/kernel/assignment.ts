type IsPair = (left: number, right: number) => boolean

/** The most pairs that can be made so far of things on the left with things on the right, each used once. */
export interface Seating {
  /** Takes one more from the left. False where no way of pairing leaves a partner for it: it stays out. */
  seat(left: number): boolean
  /** The partner of each on the right. */
  takenBy: ReadonlyMap<number, number>
}

/**
 * Pairs by augmenting paths (Kuhn, 1955). They are looked for in breadth: a path may be as long as a list is, and calls
 * cannot be nested that deep.
 */
export function openSeating(right: number, isPair: IsPair): Seating {
  const takenBy = new Map<number, number>()
  const placeOf = new Map<number, number>()
  const seat = (newcomer: number): boolean => {
    const askedBy = new Map<number, number>()
    const waiting = [newcomer]
    for (const one of waiting) {
      for (let place = 0; place < right; place++) {
        if (askedBy.has(place) || !isPair(one, place)) continue
        askedBy.set(place, one)
        const holder = takenBy.get(place)
        if (holder === undefined) {
          moveUp(place, askedBy)
          return true
        }
        waiting.push(holder)
      }
    }
    return false
  }
  /** Each on the path takes the place that it asked for, and leaves its own to who is before it. */
  const moveUp = (free: number, askedBy: ReadonlyMap<number, number>) => {
    let place: number | undefined = free
    while (place !== undefined) {
      const by = askedBy.get(place) as number
      const left = placeOf.get(by)
      takenBy.set(place, by)
      placeOf.set(by, place)
      place = left
    }
  }
  return { seat, takenBy }
}

/** The most pairs of things on the left with things on the right: the partner of each on the left, or undefined. */
export function assign(left: number, right: number, isPair: IsPair): (number | undefined)[] {
  const { seat, takenBy } = openSeating(right, isPair)
  for (let index = 0; index < left; index++) seat(index)
  const partners: (number | undefined)[] = Array.from({ length: left }, () => undefined)
  for (const [place, by] of takenBy) partners[by] = place
  return partners
}

/** Can each on the left have a partner of its own, and each on the right? Looks no further than the first that cannot. */
export function canPairAll(left: number, right: number, isPair: IsPair): boolean {
  if (left !== right) return false
  const { seat } = openSeating(right, isPair)
  for (let index = 0; index < left; index++) if (!seat(index)) return false
  return true
}
