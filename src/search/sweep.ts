import type { Fault } from '../faults/define.ts'
import { type Catalogue, type Entry, entryOf } from './plan.ts'
import type { Seen, Told } from './told.ts'

/** A target, a fault that concerns calls to it, and how many such calls there were. */
export interface Place {
  on: string
  fault: Fault
  calls: number
}

/** Whether a fault concerns a call, as far as that is told from outside. */
export function concerns({ channels, access, opens }: Fault, call: Seen): boolean {
  if (!channels.includes(call.channel) || call.opens !== (opens ?? false)) return false
  return access === undefined || (call.access === 'read') === (access === 'read')
}

/** Each fault with each target that it could strike. Targets in the order of their first calls. */
export function placesIn(calls: readonly Seen[], catalogue: Catalogue): Place[] {
  const targets = [...Map.groupBy(calls, ({ target }) => target)]
  return targets.flatMap(([on, own]) =>
    [...catalogue.values()].flatMap((fault) => {
      const count = own.filter((call) => concerns(fault, call)).length
      return count > 0 ? [{ on, fault, calls: count }] : []
    }),
  )
}

/** Each fault on each call that it could hit, as it is by default. The first calls come first. */
export function nthEntries(places: readonly Place[]): Entry[] {
  const most = Math.max(0, ...places.map(({ calls }) => calls))
  const rounds = Array.from({ length: most }, (_, index) => index + 1)
  return rounds.flatMap((nth) =>
    places.filter(({ calls }) => nth <= calls).map(({ fault, on }) => entryOf(fault, on, { nth })),
  )
}

/**
 * The same fault on that call and all behind it. Undefined where that is the same plan: nothing behind it was called.
 * @param told The trial with the fault on that call alone.
 */
export function fromEntry(entry: Entry, told: Told, fault: Fault): Entry | undefined {
  if (typeof entry.when !== 'object' || !('nth' in entry.when)) return undefined
  const { nth } = entry.when
  const calls = told.calls.filter((call) => call.target === entry.on && concerns(fault, call)).length
  return calls > nth ? { ...entry, when: { from: nth } } : undefined
}
