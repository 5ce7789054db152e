import type { Json } from '../../../kernel/json.ts'

// Reading what a client sent: hostile data, of which any member may be missing or of another kind.

export type Fields = { [name: string]: Json }

export function isFields(value: Json | undefined): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Anything else than an object has no fields. */
export function fieldsOf(value: Json | undefined): Fields {
  return isFields(value) ? value : {}
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

/** Tool inputs and outputs travel as text: JSON where it parses, else the text itself. */
export function jsonOf(text: Json | undefined): Json {
  if (typeof text !== 'string') return text ?? null
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
