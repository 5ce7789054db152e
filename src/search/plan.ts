import type { Fault } from '../faults/define.ts'
import { type BoundEntry, unreachableEntries } from '../faults/plan.ts'
import { canonical, type Json } from '../kernel/json.ts'
import { fits } from '../kernel/pattern.ts'
import type { When } from '../record/plan.ts'

/** An entry of a plan as the search writes it: plain JSON. */
export interface Entry {
  fault: string
  /** What differs from the fault's defaults. Absent: nothing. */
  params?: Record<string, Json>
  /** One target. */
  on: string
  when: When
}

/** What goes wrong in a trial. Without an entry it is the calm one. */
export type Plan = readonly Entry[]

/** Faults by their names. */
export type Catalogue = ReadonlyMap<string, Fault>

/** The same for two plans that are the same: entries are all made by `entryOf`, member by member in one order. */
export function keyOf(plan: Plan): string {
  return JSON.stringify(plan)
}

/** An entry with the parameters that its fault does not have anyway. */
export function entryOf(fault: Fault, on: string, when: When, params: unknown = {}): Entry {
  const usual = usualOf(fault)
  const own = Object.entries((params ?? {}) as Record<string, Json>).filter(
    ([name, value]) => value !== undefined && canonical(value) !== canonical(usual[name] as Json),
  )
  return { fault: fault.name, ...(own.length > 0 && { params: Object.fromEntries(own) }), on, when }
}

/** What the parameters of a fault are where nobody says anything. */
export function usualOf(fault: Fault): Record<string, Json | undefined> {
  const parsed = fault.params.safeParse({})
  return parsed.success ? (parsed.data as Record<string, Json>) : {}
}

/** May every entry of it run, with parameters that its fault takes? Any other plan is refused where it is run. */
export function isSound(plan: Plan, catalogue: Catalogue): boolean {
  const bound = plan.flatMap(({ fault: name, params, on, when }): BoundEntry[] => {
    const fault = catalogue.get(name)
    const parsed = fault?.params.safeParse(params ?? {})
    return fault && parsed?.success ? [{ fault, params: parsed.data, on, when }] : []
  })
  return bound.length === plan.length && unreachableEntries(bound).length === 0
}

/** Is every entry of the smaller plan in the larger one, on the same calls or on more of them, however it is told? */
export function isWithin(smaller: Plan, larger: Plan): boolean {
  return smaller.every((entry) => larger.some((other) => strikesAlike(entry, other)))
}

function strikesAlike(entry: Entry, other: Entry): boolean {
  return entry.fault === other.fault && fits(other.on, entry.on)
}
