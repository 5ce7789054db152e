import { hash } from 'node:crypto'

/** What survives `JSON.stringify` unchanged. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/**
 * One text per value: keys sorted, no white space, `undefined` members dropped.
 * Strings are kept byte for byte: two spellings of an accent are two values.
 */
export function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return primitive(value)
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  const members = value as Record<string, unknown>
  let text = ''
  for (const key of sortedNames(members)) {
    const member = members[key]
    if (member === undefined) continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${canonical(member)}`
  }
  return `{${text}}`
}

/** Names of members in the order of a canonical text. Many an object has one at the most: to sort that is dearer than to look. */
export function sortedNames(value: object): string[] {
  const names = Object.keys(value)
  return names.length < 2 ? names : names.sort()
}

function primitive(value: unknown): string {
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return JSON.stringify(value) ?? 'null'
}

/** Makes a value unchangeable, however deep it is. */
export function freezeJson(value: Json): Json {
  const open: Json[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === null || typeof next !== 'object' || Object.isFrozen(next)) continue
    Object.freeze(next)
    for (const member of Object.values(next)) if (member !== null && typeof member === 'object') open.push(member)
  }
  return value
}

/** Is it unchangeable, however deep it is? */
export function isFrozenJson(value: Json): boolean {
  const open: Json[] = [value]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === null || typeof next !== 'object') continue
    if (!Object.isFrozen(next)) return false
    for (const member of Object.values(next)) if (member !== null && typeof member === 'object') open.push(member)
  }
  return true
}

/** A copy that may be changed, of what `JSON.stringify` keeps of a value. @throws {TypeError} as that does. */
export function copyJson<T extends Json>(value: T): T {
  const copy = copyOfPlain(value, MAX_DEPTH)
  return (copy === undefined ? JSON.parse(JSON.stringify(value)) : copy) as T
}

/** Several times as fast as by its text. Undefined for what is no plain JSON: what that means is for JSON to say. */
function copyOfPlain(value: unknown, depth: number): Json | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? value : undefined
  if (typeof value !== 'object' || depth === 0) return undefined
  if (Array.isArray(value)) return isPlainList(value) ? copyOfMembers(value, [], depth) : undefined
  return Object.getPrototypeOf(value) === Object.prototype ? copyOfMembers(value, {}, depth) : undefined
}

function isPlainList(value: unknown[]): boolean {
  return Object.getPrototypeOf(value) === Array.prototype && Object.keys(value).length === value.length
}

function copyOfMembers<C extends Json[] | { [key: string]: Json }>(from: object, to: C, depth: number): C | undefined {
  for (const [name, member] of Object.entries(from)) {
    // What an object says of itself, and what an assignment would lose.
    if (name === 'toJSON' || name === '__proto__') return undefined
    const copy = copyOfPlain(member, depth - 1)
    if (copy === undefined) return undefined
    ;(to as { [key: string]: Json })[name] = copy
  }
  return to
}

/** The first 128 bits of SHA-256 over the canonical text, as 32 hex digits. */
export function digest(value: unknown): string {
  return digestText(canonical(value))
}

/** The first 128 bits of SHA-256 over a text, as 32 hex digits. */
export function digestText(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32)
}

/** JSON in which what a terminal would obey or not draw is escaped too: the value is the same, `cat` is harmless. */
export function harmlessJson(value: unknown): string {
  return JSON.stringify(value).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, escapeUnits)
}

function escapeUnits(sign: string): string {
  return sign
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('')
}

/** Deeper JSON overflows the stack of common parsers. */
const MAX_DEPTH = 200

/** Longer JSON is no call that anybody means. */
const MAX_LENGTH = 5_000_000

/** A JSON text that two parsers could read differently. */
export class AmbiguousJson extends Error {
  override name = 'AmbiguousJson'
}

/**
 * Parses JSON that came from outside. Refuses what parsers disagree on (a key twice in one object, `__proto__`),
 * so that what a guard looks at is what a handler runs.
 * @throws {SyntaxError} not JSON. @throws {AmbiguousJson} JSON that parsers read differently.
 */
export function parseStrict(text: string): Json {
  if (text.length > MAX_LENGTH) throw new AmbiguousJson(`it is longer than ${MAX_LENGTH} characters`)
  const value = JSON.parse(text) as Json
  const keys = countKeys(value)
  const colons = text.replace(/"(?:[^"\\]|\\.)*"/g, '').split(':').length - 1
  if (keys !== colons) throw new AmbiguousJson('the same key appears twice in one object')
  return value
}

/** Is it nested deeper than common parsers take? */
export function isTooDeep(value: Json): boolean {
  const open: { value: Json; depth: number }[] = [{ value, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: inner, depth } = next
    if (inner === null || typeof inner !== 'object') continue
    if (depth > MAX_DEPTH) return true
    for (const member of Object.values(inner)) open.push({ value: member, depth: depth + 1 })
  }
  return false
}

function countKeys(value: Json): number {
  let keys = 0
  const open: { value: Json; depth: number }[] = [{ value, depth: 0 }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { value: inner, depth } = next
    if (inner === null || typeof inner !== 'object') continue
    if (depth > MAX_DEPTH) throw new AmbiguousJson(`it is nested deeper than ${MAX_DEPTH}`)
    if (!Array.isArray(inner)) {
      const names = Object.keys(inner)
      if (names.includes('__proto__')) throw new AmbiguousJson('"__proto__" is not accepted as a key')
      keys += names.length
    }
    for (const member of Object.values(inner)) open.push({ value: member, depth: depth + 1 })
  }
  return keys
}
