import { assign } from '../../kernel/assignment.ts'
import { type Bits, bit, type Goal, type Placing, prepare, type Searched, type Span, sizeOf } from './search-space.ts'

/** More goals than this make the search too long. */
export const MAX_GOALS = 16

/** So many steps of the search take a second; it takes many overlapping calls to need them. */
const MAX_STEPS = 200_000

/** One way to reach some of the goals. */
interface Way<S extends Span> {
  reached: Bits
  picks: readonly (Placing<S> | undefined)[]
  /** Where the last span that was picked starts. */
  last: number
}

/**
 * The most goals that can be reached, each by a span of its own, in the order that `after` asks for: the span of each, or
 * undefined. An unreached goal takes nothing from those behind it, but its order holds through it (ToolSandbox, 2024).
 *
 * Branch and bound over spans by their start. A way to reach a set of goals is dropped where another one reaches the same
 * set and every end in it that still matters comes no later; a branch, where it cannot come to more goals than the best.
 * Exact, up to 200,000 steps; the first descent, which takes what comes first, is always complete.
 * @param goals At most 16. @throws {RangeError} there are more.
 */
export function bestOrder<S extends Span>(goals: readonly Goal<S>[]): (S | undefined)[] {
  if (goals.length > MAX_GOALS) throw new RangeError(`Failed to search: ${goals.length} goals, at most ${MAX_GOALS}.`)
  const space = prepare(goals)
  const most = mostWithoutOrder(goals)
  const known = new Map<Bits, Way<S>[]>()
  let best: Way<S> = { reached: 0, picks: [], last: 0 }
  let steps = 0

  const descend = (way: Way<S>): void => {
    if (sizeOf(way.reached) > sizeOf(best.reached)) best = way
    for (const next of nextWays(way, space)) {
      if (sizeOf(best.reached) >= most || ++steps > MAX_STEPS) return
      if (sizeOf(next.reached) + hopes(next, space) <= sizeOf(best.reached)) continue
      if (isNews(next, known, space)) descend(next)
    }
  }
  descend(best)
  return goals.map((_, index) => best.picks[index]?.span)
}

/** How many goals could be reached if the order did not matter. */
function mostWithoutOrder(goals: readonly Goal[]): number {
  const starts = [...new Set(goals.flatMap(({ spans }) => spans.map(({ from }) => from)))]
  const own = goals.map(({ spans }) => new Set(spans.map(({ from }) => from)))
  const seats = assign(goals.length, starts.length, (goal, at) => own[goal]?.has(starts[at] ?? Number.NaN) ?? false)
  return seats.filter((seat) => seat !== undefined).length
}

/** The ways with one goal more, those that start first at the front. */
function nextWays<S extends Span>(way: Way<S>, space: readonly Searched<S>[]): Way<S>[] {
  return space
    .flatMap((goal, index) => (isOpen(way, goal, index) ? pick(way, goal, index) : []))
    .sort((a, b) => a.last - b.last)
}

function isOpen<S extends Span>({ reached }: Way<S>, { behind, needs }: Searched<S>, index: number): boolean {
  return !(reached & (bit(index) | behind)) && (reached & needs) === needs
}

/** By the first span that may be, and by later ones that end sooner. */
function pick<S extends Span>(way: Way<S>, { candidates, before }: Searched<S>, index: number): Way<S>[] {
  const since = way.picks.reduce((end, one, place) => {
    return one && before & bit(place) ? Math.max(end, one.span.until) : end
  }, way.last)
  const ways: Way<S>[] = []
  let at: number | undefined = firstAfter(candidates, since)
  for (let one = candidates[at]; one; one = at === undefined ? undefined : candidates[at]) {
    const picks = [...way.picks]
    picks[index] = one
    ways.push({ reached: way.reached | bit(index), picks, last: one.span.from })
    at = one.sooner
  }
  return ways
}

/** How many goals could be added at the most. */
function hopes<S extends Span>(way: Way<S>, space: readonly Searched<S>[]): number {
  return space.filter(({ candidates, behind }, index) => {
    if (way.reached & (bit(index) | behind)) return false
    return (candidates.at(-1)?.span.from ?? 0) > way.last
  }).length
}

/** Is there no way known to the same set that whatever can follow this one could follow? */
function isNews<S extends Span>(next: Way<S>, known: Map<Bits, Way<S>[]>, space: readonly Searched<S>[]): boolean {
  const ways = known.get(next.reached) ?? []
  if (ways.some((way) => beats(way, next, space))) return false
  known.set(next.reached, [...ways.filter((way) => !beats(next, way, space)), next])
  return true
}

function beats<S extends Span>(one: Way<S>, other: Way<S>, space: readonly Searched<S>[]): boolean {
  return one.last <= other.last && space.every((_, at) => (one.picks[at]?.end ?? 0) <= (other.picks[at]?.end ?? 0))
}

function firstAfter<S extends Span>(candidates: readonly Placing<S>[], place: number): number {
  let [low, high] = [0, candidates.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((candidates[middle]?.span.from ?? 0) > place) high = middle
    else low = middle + 1
  }
  return low
}
