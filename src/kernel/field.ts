import type { Json } from './json.ts'

/** What stands at a path of names: 'card.last4'. Undefined where nothing does. */
export function fieldOf(value: Json, path: string): Json | undefined {
  return path.split('.').reduce<Json | undefined>((at, name) => {
    return at === undefined || !hasMember(at, name) ? undefined : at[name]
  }, value)
}

/** All that stands at a path of names and `*` for every member: 'body.items.*.id'. */
export function fieldsAt(value: Json, path: string): Json[] {
  return path.split('.').reduce<Json[]>(
    (found, name) => {
      if (name === '*') return found.flatMap((at) => (isBranch(at) ? Object.values(at) : []))
      return found.flatMap((at) => (hasMember(at, name) ? [at[name] as Json] : []))
    },
    [value],
  )
}

type Branch = { [key: string]: Json }

function isBranch(value: Json): value is Branch {
  return value !== null && typeof value === 'object'
}

function hasMember(value: Json, name: string): value is Branch {
  return isBranch(value) && Object.hasOwn(value, name)
}
