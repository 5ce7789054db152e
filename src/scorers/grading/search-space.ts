/** A stretch of the trace, as places in it: a call from its proposal to its delivery, an effect at one place. */
export interface Span {
  from: number
  until: number
}

/** Something to be reached, and the spans that would do. No two spans of one search start at the same place. */
export interface Goal<S extends Span = Span> {
  spans: readonly S[]
  /** Places in the list of goals: each of them that is reached must end before this one starts. */
  after: readonly number[]
  /** It counts only where all of `after` are reached. */
  strict?: boolean
}

/** A set of goals: goal n is the bit 2^n. */
export type Bits = number

/** A span that would do for a goal, seen from the goals behind it. */
export interface Placing<S extends Span> {
  span: S
  /** How many spans of goals behind it start before it ends: two ends with the same number are alike. */
  end: number
  /** The place of the next candidate that ends sooner. */
  sooner: number | undefined
}

/** A goal, made ready for the search. */
export interface Searched<S extends Span> {
  /** By their start. */
  candidates: Placing<S>[]
  /** All goals that come before it, directly or not. */
  before: Bits
  /** All goals that come after it, directly or not. */
  behind: Bits
  /** Goals without which it does not count. */
  needs: Bits
}

export function prepare<S extends Span>(goals: readonly Goal<S>[]): Searched<S>[] {
  const before = goals.map((_, index) => ancestors(goals, index))
  return goals.map(({ spans, after, strict = false }, index) => {
    const behind = before.reduce((bits, those, place) => (those & bit(index) ? bits | bit(place) : bits), 0)
    const needs = strict ? after.reduce((bits, place) => bits | bit(place), 0) : 0
    const starts = goals.flatMap((goal, place) => (behind & bit(place) ? goal.spans.map(({ from }) => from) : []))
    return { candidates: rank(spans, starts), before: before[index] ?? 0, behind, needs }
  })
}

function ancestors(goals: readonly Goal[], index: number, found: Bits = 0): Bits {
  return (goals[index]?.after ?? []).reduce((bits, place) => {
    return bits & bit(place) ? bits : ancestors(goals, place, bits | bit(place))
  }, found)
}

function rank<S extends Span>(spans: readonly S[], starts: number[]): Placing<S>[] {
  const sorted = [...new Set(starts)].sort((a, b) => a - b)
  const candidates: Placing<S>[] = [...spans]
    .sort((a, b) => a.from - b.from)
    .map((span) => ({ span, end: countUpTo(sorted, span.until), sooner: undefined }))
  for (let at = candidates.length - 2; at >= 0; at--) {
    const one = candidates[at]
    if (one) one.sooner = findSooner(candidates, at + 1, one.end)
  }
  return candidates
}

/** From place to place, by what each of those between knows. */
function findSooner<S extends Span>(candidates: readonly Placing<S>[], from: number, end: number): number | undefined {
  let at: number | undefined = from
  while (at !== undefined && (candidates[at]?.end ?? 0) >= end) at = candidates[at]?.sooner
  return at
}

function countUpTo(sorted: readonly number[], limit: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

export function bit(index: number): Bits {
  return 1 << index
}

export function sizeOf(bits: Bits): number {
  let count = 0
  for (let rest = bits; rest > 0; rest &= rest - 1) count++
  return count
}
