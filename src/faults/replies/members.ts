import type { Json } from '../../kernel/json.ts'
import { isObject } from '../../kernel/object.ts'

export type JsonObject = { [key: string]: Json }

/** A value that has no members: what a client reads and acts on. */
export type Scalar = string | number | boolean

/** A scalar and where it stands: names of members and places in lists. */
export interface Leaf {
  path: (string | number)[]
  /** The nearest member's name; '' in a list that is all of a reply. */
  name: string
  value: Scalar
}

/** Every scalar of a value, in the order of its text. */
export function leavesOf(value: Json, path: Leaf['path'] = [], name = ''): Leaf[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => leavesOf(item, [...path, index], name))
  if (isObject(value)) {
    return Object.entries(value).flatMap(([key, member]) => leavesOf(member, [...path, key], key))
  }
  return value === null ? [] : [{ path, name, value }]
}

/** A copy with another value at a path. */
export function replaceAt(value: Json, [first, ...rest]: Leaf['path'], replacement: Json): Json {
  if (first === undefined) return replacement
  if (Array.isArray(value)) {
    return value.map((item, index) => (index === first ? replaceAt(item, rest, replacement) : item))
  }
  if (!isObject(value)) return value
  return mapMembers(value, (name, member) => [name, name === first ? replaceAt(member, rest, replacement) : member])
}

/** A copy of an object, member by member; undefined drops one. Not by assignment, which would lose '__proto__'. */
export function mapMembers(
  value: JsonObject,
  change: (name: string, member: Json) => [name: string, member: Json] | undefined,
): JsonObject {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, member]) => {
      const changed = change(name, member)
      return changed ? [changed] : []
    }),
  )
}

/** Names of members that count what a reply lists or what a write did: total, updated, item_count. */
export function isCount(name: string): boolean {
  return /^(total|count|size|length|items|created|updated|deleted|inserted|affected|processed|accepted|written|applied)$|(count|total)$|^total_?/i.test(
    name,
  )
}
