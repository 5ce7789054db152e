import type { Json } from './json.ts'

/** The members that lead to a place in a value, the nearest first. Places in lists do not count. */
export interface Trail {
  name: string
  above: Trail | undefined
}

/** Is a member left out? `above` leads to the object that it stands in. */
export type Skip = (name: string, above: Trail | undefined) => boolean
type Branch = Json[] | { [key: string]: Json }

/** Leaves nothing out. */
export const NOTHING: Skip = () => false

/** Are two values the same, whatever the order of members? `skip` says which members to leave out. */
export function equalJson(a: Json, b: Json, skip: Skip = NOTHING): boolean {
  return walk(a, b, skip, 'same members')
}

/**
 * Does `whole` hold all of `part`? Objects may have more members, at any depth; lists must be of equal length; all else
 * must be equal.
 */
export function containsJson(whole: Json, part: Json, skip: Skip = NOTHING): boolean {
  return walk(part, whole, skip, 'more allowed')
}

/** In step through both, with a stack of its own: hostile values may be nested deeper than calls can be. */
function walk(part: Json, whole: Json, skip: Skip, members: 'same members' | 'more allowed'): boolean {
  const open: [Json, Json, Trail | undefined][] = [[part, whole, undefined]]
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [mine, theirs, above] = pair
    if (mine === theirs) continue
    if (!isBranch(mine) || !isBranch(theirs) || Array.isArray(mine) !== Array.isArray(theirs)) return false
    const names = namesOf(mine, skip, above)
    const exact = members === 'same members' || Array.isArray(mine)
    if (exact && names.length !== namesOf(theirs, skip, above).length) return false
    for (const name of names) {
      if (!Object.hasOwn(theirs, name)) return false
      const trail = Array.isArray(mine) || skip === NOTHING ? above : { name, above }
      open.push([memberOf(mine, name), memberOf(theirs, name), trail])
    }
  }
  return true
}

function isBranch(value: Json): value is Branch {
  return value !== null && typeof value === 'object'
}

function namesOf(value: Branch, skip: Skip, above: Trail | undefined): string[] {
  const names = Object.keys(value)
  return Array.isArray(value) || skip === NOTHING ? names : names.filter((name) => !skip(name, above))
}

function memberOf(value: Branch, name: string): Json {
  return (value as { [key: string]: Json })[name] as Json
}
