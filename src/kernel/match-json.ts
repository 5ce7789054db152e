import type { Json } from './json.ts'

/** Names of members that a comparison leaves out. */
type Skip = (name: string) => boolean
type Branch = Json[] | { [key: string]: Json }

const NONE: Skip = () => false

/** Are two values the same, whatever the order of members? `skip` names members to leave out. */
export function equalJson(a: Json, b: Json, skip: Skip = NONE): boolean {
  return walk(a, b, skip, 'same members')
}

/**
 * Does `whole` hold all of `part`? Objects may have more members, at any depth; lists must be of equal length; all else
 * must be equal.
 */
export function containsJson(whole: Json, part: Json, skip: Skip = NONE): boolean {
  return walk(part, whole, skip, 'more allowed')
}

/** In step through both, with a stack of its own: hostile values may be nested deeper than calls can be. */
function walk(part: Json, whole: Json, skip: Skip, members: 'same members' | 'more allowed'): boolean {
  const open: [Json, Json][] = [[part, whole]]
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [mine, theirs] = pair
    if (mine === theirs) continue
    if (!isBranch(mine) || !isBranch(theirs) || Array.isArray(mine) !== Array.isArray(theirs)) return false
    const names = namesOf(mine, skip)
    const exact = members === 'same members' || Array.isArray(mine)
    if (exact && names.length !== namesOf(theirs, skip).length) return false
    for (const name of names) {
      if (!Object.hasOwn(theirs, name)) return false
      open.push([memberOf(mine, name), memberOf(theirs, name)])
    }
  }
  return true
}

function isBranch(value: Json): value is Branch {
  return value !== null && typeof value === 'object'
}

function namesOf(value: Branch, skip: Skip): string[] {
  return Array.isArray(value) ? Object.keys(value) : Object.keys(value).filter((name) => !skip(name))
}

function memberOf(value: Branch, name: string): Json {
  return (value as { [key: string]: Json })[name] as Json
}
