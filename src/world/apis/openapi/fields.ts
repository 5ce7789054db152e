import type { Json } from '../../../kernel/json.ts'

type Fields = { [name: string]: Json }

const DEEPEST = 20
const MOST_FIELDS = 10_000

/** The fields of a form or of an address: 'a[b]=1' is { a: { b: '1' } }, 'a[]=1' and 'a[0]=1' are { a: ['1'] }. */
export function readFields(entries: Iterable<readonly [string, string]>): Fields {
  const root: Fields = {}
  let count = 0
  for (const [name, value] of entries) {
    if (++count > MOST_FIELDS) break
    put(root, pathOf(name), value)
  }
  return withLists(root) as Fields
}

function pathOf(name: string): string[] {
  const [head = ''] = name.split('[', 1)
  const rest = [...name.slice(head.length).matchAll(/\[([^[\]]*)\]/g)].map(([, step = '']) => step)
  const whole = head + rest.map((step) => `[${step}]`).join('')
  return whole === name && rest.length < DEEPEST ? [head, ...rest] : [name]
}

function put(root: Fields, path: readonly string[], value: string): void {
  let at = root
  for (const step of path.slice(0, -1)) at = inside(at, keyIn(at, step))
  const key = keyIn(at, path.at(-1) ?? '')
  // A name that comes again makes a list of what it says.
  const before = Object.hasOwn(at, key) ? at[key] : undefined
  if (Array.isArray(before)) before.push(value)
  else set(at, key, before === undefined ? value : [before, value])
}

/** 'a[]=1' stands behind what is there. */
function keyIn(at: Fields, step: string): string {
  return step === '' ? String(Object.keys(at).length) : step
}

function inside(at: Fields, key: string): Fields {
  const inner = Object.hasOwn(at, key) ? at[key] : undefined
  if (typeof inner === 'object' && inner !== null && !Array.isArray(inner)) return inner
  const made: Fields = {}
  set(at, key, made)
  return made
}

function set(at: Fields, key: string, value: Json): void {
  Object.defineProperty(at, key, { value, writable: true, enumerable: true, configurable: true })
}

function withLists(value: Json): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const entries = Object.entries(value)
  const isList = entries.length > 0 && entries.every(([key], index) => key === String(index))
  return isList
    ? entries.map(([, inner]) => withLists(inner))
    : Object.fromEntries(entries.map(([key, inner]) => [key, withLists(inner)]))
}
