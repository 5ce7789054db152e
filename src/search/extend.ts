import { type Catalogue, type Entry, entryOf, isSound, type Plan } from './plan.ts'
import { concerns } from './sweep.ts'
import type { Seen, Told } from './told.ts'

/** A trial with one fault, which arrived and did not make it fail. */
export interface Borne {
  entry: Entry
  told: Told
}

/**
 * Pairs of faults: the second one strikes a call that was seen under the first. The call right behind the first fault comes first,
 * the retry or the look, then the next one. Of first faults that an agent met alike, one comes before the others; those on a write
 * that it did something about come before the rest.
 */
export function* pairs(borne: readonly Borne[], calm: Told, catalogue: Catalogue): Generator<Plan> {
  const groups = [...Map.groupBy(borne.map(struck), ({ alike }) => alike).values()]
  const usual = wayOf(calm.calls)
  const weigh = ([first]: Struck[]) => (first ? Number(first.way !== usual) * 2 + Number(first.onWrite) : 0)
  groups.sort((one, other) => weigh(other) - weigh(one))
  const most = Math.max(0, ...groups.map(({ length }) => length))
  const deepest = Math.max(0, ...groups.flat().map(({ calls }) => calls.length))
  for (let rank = 0; rank < most; rank++) {
    for (let depth = 1; depth <= deepest; depth++) {
      for (const group of groups) {
        const first = group[rank]
        const call = first?.calls[first.at + depth]
        if (first && call) yield* pairsAt(first.entry, call, catalogue)
      }
    }
  }
  for (const { entry, calls, at } of groups.flat()) {
    for (const call of calls.slice(0, at + 1)) yield* pairsAt(entry, call, catalogue)
  }
}

interface Struck {
  entry: Entry
  calls: Numbered[]
  /** Which of them the fault struck first. */
  at: number
  onWrite: boolean
  /** What it called, in order. */
  way: string
  /** The same for faults that an agent met alike: what it called, and what came of that. */
  alike: string
}

function struck({ entry, told: { calls: seen } }: Borne): Struck {
  const calls = numbered(seen)
  const { when } = entry
  const first = typeof when === 'object' && 'nth' in when ? when.nth : 1
  const at = calls.findIndex(({ on, nth }) => on === entry.on && nth === first)
  const onWrite = calls[at]?.access !== 'read'
  return { entry, calls, at, onWrite, way: wayOf(seen), alike: JSON.stringify([entry.on, first, seen]) }
}

function wayOf(calls: readonly Seen[]): string {
  return JSON.stringify(calls.map(({ target }) => target))
}

interface Numbered extends Seen {
  on: string
  /** Which call to its target it is. */
  nth: number
}

function numbered(calls: readonly Seen[]): Numbered[] {
  const counts = new Map<string, number>()
  return calls.map((call) => {
    const nth = (counts.get(call.target) ?? 0) + 1
    counts.set(call.target, nth)
    return { ...call, on: call.target, nth }
  })
}

function* pairsAt(first: Entry, call: Numbered, catalogue: Catalogue): Generator<Plan> {
  for (const fault of catalogue.values()) {
    if (!concerns(fault, call)) continue
    const second = entryOf(fault, call.on, { nth: call.nth })
    const isSame = first.on === second.on && JSON.stringify(first.when) === JSON.stringify(second.when)
    // Two faults on one call hide each other more often than not: chance tries those.
    if (!isSame && isSound([first, second], catalogue)) yield [first, second]
  }
}
