import { isTooDeep, type Json } from '../../../kernel/json.ts'
import { isObject } from '../../../kernel/object.ts'
import { WireError } from './define.ts'

// Reading what a client sent: hostile data, of which any member may be missing or of another kind.

export type Fields = { [name: string]: Json }

/** Anything else than an object has no fields. */
export function fieldsOf(value: Json | undefined): Fields {
  return isObject(value) ? value : {}
}

export function listOf(value: Json | undefined): Json[] {
  return Array.isArray(value) ? value : []
}

/** The text of a content, given as a string or as parts; a refusal is one, too. */
export function textOf(content: Json | undefined): string {
  if (typeof content === 'string') return content
  return listOf(content)
    .map((part) => fieldsOf(part).text ?? fieldsOf(part).refusal)
    .filter((text) => typeof text === 'string')
    .join('')
}

/**
 * Reads what has to be a text: the name of a tool, the id of a call. Nothing else is made one: agents nest lists deeper than
 * calls can be, and an object may have a `toString` that is none.
 * @param words How a provider says that it is missing, or of another kind. `place`: 'tools[0].name'.
 */
export function textReader(words: (place: string, value: Json | undefined) => string) {
  /** @throws {WireError} it is none. */
  return (value: Json | undefined, place: string): string => {
    if (typeof value === 'string') return value
    throw new WireError(words(place, value), place)
  }
}

/** 'an object', 'null'. */
export function kindOf(value: Json): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'an array'
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}

/** Tool inputs and outputs travel as text: JSON where it parses, and is no deeper than anybody means, else the text itself. */
export function jsonOf(text: Json | undefined): Json {
  if (typeof text !== 'string') return text ?? null
  try {
    const value = JSON.parse(text) as Json
    return isTooDeep(value) ? text : value
  } catch {
    return text
  }
}
