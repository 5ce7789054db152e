import { canonical, digestText, type Json } from '../kernel/json.ts'
import { NOTHING, type Skip } from '../kernel/match-json.ts'
import type { EffectEvent } from './events/effect.ts'

/** Deeper than this, two values are taken to be the same. */
const MAX_DEPTH = 64

/** The member after the change; before it, for a delete. */
export function imageOf({ op, before, after }: Pick<EffectEvent, 'op' | 'before' | 'after'>): Json {
  return (op === 'delete' ? before : after) ?? null
}

/** A digest of some fields of a thing; of all of them but its id and those that `skip` leaves out where none are named. */
export function contentDigest(value: Json, fields?: readonly string[], skip: Skip = NOTHING): string {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return digestText(canonical(shallow(value)))
  const kept = Object.entries(value).filter(([name]) =>
    fields ? fields.includes(name) : name !== 'id' && !skip(name, undefined),
  )
  return digestText(canonical(shallow(Object.fromEntries(kept))))
}

function shallow(value: Json, depth = MAX_DEPTH): Json {
  if (value === null || typeof value !== 'object') return value
  if (depth === 0) return null
  if (Array.isArray(value)) return value.map((item) => shallow(item, depth - 1))
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shallow(member, depth - 1)]))
}
