import type { Json } from '../../kernel/json.ts'
import { equalJson } from '../../kernel/match-json.ts'
import { fits } from '../../kernel/pattern.ts'

/** The member at a path of names: 'body.version'. Undefined where there is none. */
export function memberAt(value: Json, path: string): Json | undefined {
  let at: Json | undefined = value
  for (const name of path.split('.')) {
    if (at === null || typeof at !== 'object' || !Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, Json>)[name]
  }
  return at
}

/** Is each of these members what it must be? A list names several things that it may be. */
export function isLike(value: Json, members: Readonly<Record<string, Json>>): boolean {
  return Object.entries(members).every(([path, wanted]) => {
    const found = memberAt(value, path)
    return found !== undefined && (Array.isArray(wanted) ? wanted : [wanted]).some((one) => isOne(found, one))
  })
}

function isOne(found: Json, wanted: Json): boolean {
  return typeof found === 'string' && typeof wanted === 'string' ? fits(wanted, found) : equalJson(found, wanted)
}

/** A value with these members: texts as their patterns want them, the first of a list. */
export function inputLike(members: Readonly<Record<string, Json>>): Json {
  const input: Record<string, Json> = {}
  for (const [path, wanted] of Object.entries(members)) {
    const names = path.split('.')
    const last = names.pop() ?? ''
    let at = input
    for (const name of names) {
      const inner = Object.hasOwn(at, name) ? at[name] : {}
      at[name] = inner as Json
      at = inner as Record<string, Json>
    }
    const one = Array.isArray(wanted) ? (wanted[0] ?? null) : wanted
    at[last] = typeof one === 'string' ? one.replaceAll('*', 'probe') : one
  }
  return input
}
