import { canonical, digestText, type Json } from '../kernel/json.ts'
import type { Leeway, Trail, Unordered } from '../kernel/match-json.ts'
import type { EffectEvent } from './events/effect.ts'

/** Deeper than this, two values are taken to be the same. */
const MAX_DEPTH = 64

/** The member after the change; before it, for a delete. */
export function imageOf({ op, before, after }: Pick<EffectEvent, 'op' | 'before' | 'after'>): Json {
  return (op === 'delete' ? before : after) ?? null
}

/** A digest of some fields of a thing; of all of them but its id and those that `skip` leaves out where none are named. */
export function contentDigest(value: Json, fields?: readonly string[], { skip, unordered }: Leeway = {}): string {
  const members =
    value === null || typeof value !== 'object' || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value).filter(([name]) =>
            fields ? fields.includes(name) : name !== 'id' && !skip?.(name, undefined),
          ),
        )
  return digestText(canonical(shallow(members, { depth: MAX_DEPTH, above: undefined, unordered })))
}

interface Place {
  /** How much deeper to look. */
  depth: number
  above: Trail | undefined
  unordered: Unordered | undefined
}

/** Lists without order are sorted. */
function shallow(value: Json, { depth, above, unordered }: Place): Json {
  if (value === null || typeof value !== 'object') return value
  if (depth === 0) return null
  const inside = { depth: depth - 1, above, unordered }
  if (Array.isArray(value)) {
    const items = value.map((item) => shallow(item, inside))
    return unordered?.(above) ? items.map((item) => canonical(item)).sort() : items
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, shallow(member, { ...inside, above: { name, above } })]),
  )
}
