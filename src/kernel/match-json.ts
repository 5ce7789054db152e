import { canPairAll } from './assignment.ts'
import type { Json } from './json.ts'

/** The members that lead to a place in a value, the nearest first. Places in lists do not count. */
export interface Trail {
  name: string
  above: Trail | undefined
}

/** Is a member left out? `above` leads to the object that it stands in. */
export type Skip = (name: string, above: Trail | undefined) => boolean
/** Does the order of a list not count? `list` leads to it. */
export type Unordered = (list: Trail | undefined) => boolean

/** What two values may differ in and still count as the same. */
export interface Leeway {
  /** Members that are left out. */
  skip?: Skip
  /** Lists that are compared as multisets: each element with one of its own, wherever it stands. */
  unordered?: Unordered
}

type Branch = Json[] | { [key: string]: Json }
type Members = 'same members' | 'more allowed'

/** Leaves nothing out. */
export const NOTHING: Skip = () => false
const ORDERED: Unordered = () => false

/** Are two values the same, whatever the order of members? */
export function equalJson(a: Json, b: Json, leeway: Leeway = {}): boolean {
  return walk([a, b, undefined], leeway, 'same members')
}

/**
 * Does `whole` hold all of `part`? Objects may have more members, at any depth; lists must be of equal length; all else
 * must be equal.
 */
export function containsJson(whole: Json, part: Json, leeway: Leeway = {}): boolean {
  return walk([part, whole, undefined], leeway, 'more allowed')
}

/** Does a path end with these names, the nearest first? */
export function leadsTo(names: readonly string[], end: Trail | undefined): boolean {
  let trail = end
  for (const name of names) {
    if (trail?.name !== name) return false
    trail = trail.above
  }
  return true
}

/**
 * In step through both, with a stack of its own: hostile values may be nested deeper than calls can be. Only lists without
 * order nest calls, as deep as the shallower of the two goes, which is the one that a scenario wrote.
 */
function walk(start: [Json, Json, Trail | undefined], leeway: Leeway, members: Members): boolean {
  const { skip = NOTHING, unordered = ORDERED } = leeway
  const tracked = skip !== NOTHING || unordered !== ORDERED
  const open = [start]
  for (let pair = open.pop(); pair; pair = open.pop()) {
    const [mine, theirs, above] = pair
    if (mine === theirs) continue
    if (!isBranch(mine) || !isBranch(theirs) || Array.isArray(mine) !== Array.isArray(theirs)) return false
    if (Array.isArray(mine) && Array.isArray(theirs) && unordered(above)) {
      const isPair = (one: number, other: number) =>
        walk([mine[one] as Json, theirs[other] as Json, above], leeway, members)
      if (!canPairAll(mine.length, theirs.length, isPair)) return false
      continue
    }
    const names = namesOf(mine, skip, above)
    const exact = members === 'same members' || Array.isArray(mine)
    if (exact && names.length !== namesOf(theirs, skip, above).length) return false
    for (const name of names) {
      if (!Object.hasOwn(theirs, name)) return false
      const trail = Array.isArray(mine) || !tracked ? above : { name, above }
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
