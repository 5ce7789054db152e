import { type Catalogue, type Entry, entryOf, isSound, type Plan } from './plan.ts'
import { concerns } from './sweep.ts'
import type { Seen, Told } from './told.ts'

/** A trial with one fault, which arrived and did not make it fail. */
export interface Borne {
  entry: Entry
  told: Told
}

/**
 * Pairs of faults: the second one among the calls that were seen under the first. First what nobody called without the first
 * fault, a retry or a look; of first faults that an agent met alike, one before the others.
 */
export function* pairs(borne: readonly Borne[], calm: Told, catalogue: Catalogue): Generator<Plan> {
  const groups = [...Map.groupBy(borne, ({ told }) => JSON.stringify(told.calls)).values()]
  const calls = new Map(borne.map((one) => [one, numbered(one.told.calls)]))
  const isFresh = ({ on, nth }: Numbered) => nth > calm.calls.filter(({ target }) => target === on).length
  const most = Math.max(0, ...groups.map(({ length }) => length))
  for (const fresh of [true, false]) {
    for (let rank = 0; rank < most; rank++) {
      for (const group of groups) {
        const first = group[rank]
        if (!first) continue
        const second = (calls.get(first) ?? []).filter((call) => isFresh(call) === fresh)
        for (const call of second) yield* pairsAt(first.entry, call, catalogue)
      }
    }
  }
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
