import type { Json } from '../../kernel/json.ts'
import { isObject } from '../../kernel/object.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import type { Leaf } from '../replies/members.ts'

/** A list within an input, and where it stands. */
export interface List {
  path: Leaf['path']
  items: Json[]
}

/** The longest list of at least two things in a request's body or a tool's input; the first of equals. */
export function longestList({ channel, input }: CallRecord): List | undefined {
  const body: Leaf['path'] = channel === 'http' ? ['body'] : []
  return listsIn(valueAt(input, body), body)
    .filter(({ items }) => items.length > 1)
    .reduce<List | undefined>((longest, list) => {
      return longest && longest.items.length >= list.items.length ? longest : list
    }, undefined)
}

function listsIn(value: Json | undefined, path: Leaf['path']): List[] {
  if (Array.isArray(value))
    return [{ path, items: value }, ...value.flatMap((item, at) => listsIn(item, [...path, at]))]
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([name, member]) => listsIn(member, [...path, name]))
}

/** What stands at a path; undefined where nothing does. */
export function valueAt(value: Json | undefined, path: Leaf['path']): Json | undefined {
  return path.reduce<Json | undefined>((found, step) => {
    return typeof found === 'object' && found !== null ? (found as Record<string | number, Json>)[step] : undefined
  }, value)
}
