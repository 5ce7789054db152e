import { openSeating } from '../../kernel/assignment.ts'
import type { CallStory } from '../../trace/evidence.ts'

/**
 * The calls in turns: what was made at once stands together. That is what one turn of a model asked for, and what was
 * proposed before a reply to any of the others had come: whoever made it could not know how they ended.
 */
export function turnsOf(calls: readonly CallStory[]): CallStory[][] {
  const turns: CallStory[][] = []
  for (const story of calls) {
    const turn = turns.at(-1)
    if (turn && isOf(story, turn)) turn.push(story)
    else turns.push([story])
  }
  return turns
}

function isOf({ call, proposed }: CallStory, turn: readonly CallStory[]): boolean {
  if (call.cause !== undefined && turn.some((other) => other.call.cause === call.cause)) return true
  return turn.every(({ delivered }) => delivered === undefined || delivered.seq > proposed.seq)
}

/**
 * The most pairs of calls with those of a reference that keep its order, where calls of one turn have none among
 * themselves. With one call in each turn it is the longest common sequence.
 * @param sizes How many calls each turn has, in order. @param right How many the reference has.
 * @param isPair Calls by their place over all turns.
 */
export function alignTurns(
  sizes: readonly number[],
  right: number,
  isPair: (left: number, right: number) => boolean,
): number {
  let first = 0
  // At each place: the most pairs of the turns so far with what the reference has before it.
  let best = new Array<number>(right + 1).fill(0)
  for (const size of sizes) {
    const start = first
    best = withTurn(best, size, (left, place) => isPair(start + left, place))
    first += size
  }
  return best[right] ?? 0
}

/** The turn takes any stretch of the reference; what is before that is left to the turns before. */
function withTurn(before: readonly number[], size: number, isPair: (left: number, right: number) => boolean): number[] {
  const best = [...before]
  const right = before.length - 1
  for (let from = 0; from < right; from++) {
    // A stretch that begins with what nobody pairs with is no better than the one without it.
    if (!hasPair(from)) continue
    const { seat, takenBy } = openSeating(size, (place, left) => isPair(left, place))
    for (let place = from; place < right && takenBy.size < size; place++) {
      if (seat(place)) note(place + 1, (before[from] ?? 0) + takenBy.size)
    }
  }
  for (let place = 1; place <= right; place++) note(place, best[place - 1] ?? 0)
  return best

  function hasPair(place: number): boolean {
    for (let left = 0; left < size; left++) if (isPair(left, place)) return true
    return false
  }

  function note(place: number, pairs: number): void {
    best[place] = Math.max(best[place] ?? 0, pairs)
  }
}
