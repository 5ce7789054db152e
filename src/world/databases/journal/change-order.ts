import { isWithoutKey } from '../../../trace/deed.ts'
import type { RowChange } from '../lanes/lane.ts'

/**
 * Changes in an order in which each row goes from state to state. A trigger that touches rows of its own statement, and a statement
 * that swaps keys, are journaled in another order: what a change finds is then not what the one before it left.
 * Each row's changes take the places that they have together, so that different rows keep their order as far as it goes.
 */
export function inOrder<T extends RowChange>(changes: readonly T[]): T[] {
  if (changes.length < 2) return [...changes]
  const ordered = [...changes]
  for (const places of Map.groupBy(changes.keys(), (place) => rowOf(changes[place])).values()) {
    // Rows without a key that hold the same are several: each of their changes stands where it was made.
    if (places.length < 2 || isWithoutKey(changes[places[0] ?? 0]?.id ?? '')) continue
    const own = places.flatMap((place) => changes[place] ?? [])
    for (const [at, change] of chained(own).entries()) {
      const [place, seq] = [places[at], own[at]?.seq]
      if (place !== undefined && seq !== undefined) ordered[place] = { ...change, seq }
    }
  }
  return ordered
}

function rowOf(change: RowChange | undefined): string {
  return JSON.stringify([change?.table, change?.id])
}

/** A walk that uses each change once, from what it found to what it left; as they came where there is none. */
function chained<T extends RowChange>(changes: readonly T[]): readonly T[] {
  const found = changes.map(({ before }) => JSON.stringify(before) ?? '')
  const left = changes.map(({ after }) => JSON.stringify(after) ?? '')
  if (found.every((state, at) => at === 0 || state === left[at - 1])) return changes
  const from = Map.groupBy(changes.keys(), (at) => found[at] ?? '')
  const surplus = (state: string) => count(found, state) - count(left, state)
  const start = found.find((state) => surplus(state) > 0) ?? found[0] ?? ''
  // Hierholzer: go on as long as there is a way, and step back where there is none.
  const walk: number[] = []
  const open: { state: string; by?: number }[] = [{ state: start }]
  for (let here = open.at(-1); here; here = open.at(-1)) {
    const by = from.get(here.state)?.shift()
    if (by !== undefined) open.push({ state: left[by] ?? '', by })
    else {
      open.pop()
      if (here.by !== undefined) walk.unshift(here.by)
    }
  }
  return walk.length === changes.length ? walk.flatMap((at) => changes[at] ?? []) : changes
}

function count(states: readonly string[], state: string): number {
  return states.filter((other) => other === state).length
}
