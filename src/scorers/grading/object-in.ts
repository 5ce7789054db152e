import { type Json, parseStrict } from '../../kernel/json.ts'
import { equalJson } from '../../kernel/match-json.ts'
import { plain } from './words.ts'

export type Fields = { [name: string]: Json }

/** Places in a text where an object could begin. More than this are no answer that anybody means. */
const MAX_BEGINNINGS = 200

/**
 * The object that an agent answered with: the answer itself, or the one that stands in its text, alone, in a fenced block
 * or within sentences. Undefined where there is none, or several that differ.
 * @param names One of these is a member of every object that is meant.
 */
export function objectIn(answer: Json, names: readonly string[]): Fields | undefined {
  if (typeof answer !== 'string') return isObject(answer) ? answer : undefined
  const quoted = parsed(answer)
  const text = typeof quoted === 'string' ? quoted : answer
  return onlyOne(text, names) ?? onlyOne(plain(text), names)
}

function onlyOne(text: string, names: readonly string[]): Fields | undefined {
  const meant = objectsOf(text).filter((one) => names.some((name) => valuesOf(one, name).length > 0))
  const [first] = meant
  return first && meant.every((one) => equalJson(one, first)) ? first : undefined
}

/** The outermost objects in a text. */
function objectsOf(text: string): Fields[] {
  const found: Fields[] = []
  let beginnings = 0
  for (let at = text.indexOf('{'); at >= 0 && beginnings < MAX_BEGINNINGS; at = text.indexOf('{', at)) {
    beginnings++
    const end = endOf(text, at)
    const value = end === undefined ? undefined : parsed(text.slice(at, end))
    if (isObject(value)) found.push(value)
    at = end !== undefined && value !== undefined ? end : at + 1
  }
  return found
}

/** Behind the brace that closes the one at `from`. */
function endOf(text: string, from: number): number | undefined {
  let depth = 0
  for (let at = from; at < text.length; at++) {
    const sign = text[at]
    if (sign === '"') at = endOfString(text, at)
    else if (sign === '{') depth++
    else if (sign === '}' && --depth === 0) return at + 1
  }
  return undefined
}

function endOfString(text: string, from: number): number {
  let at = from + 1
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at
}

/** Undefined for what is no JSON, and for what two parsers could read differently. */
function parsed(text: string): Json | undefined {
  try {
    return parseStrict(text)
  } catch {
    return undefined
  }
}

function isObject(value: Json | undefined): value is Fields {
  return value !== null && typeof value === 'object' && !Array.isArray(value)
}

/**
 * What stands at a path of names: 'card.last4'. A name may be written with other case or with signs that draw nothing, so
 * that there may be several values.
 */
export function valuesOf(value: Json, path: string): Json[] {
  return path.split('.').reduce<Json[]>((found, name) => found.flatMap((at) => membersCalled(at, name)), [value])
}

function membersCalled(value: Json, name: string): Json[] {
  if (value === null || typeof value !== 'object') return []
  return Object.entries(value).flatMap(([key, member]) => (spelling(key) === spelling(name) ? [member] : []))
}

function spelling(name: string): string {
  return plain(name).trim().toLowerCase()
}
