import type { Json } from '../../../kernel/json.ts'

/** A value as the text that PostgreSQL reads it from: a list is an array, an object is JSON. */
export function asText(value: Json): string | null {
  if (value === null) return null
  if (Array.isArray(value)) return `{${value.map(element).join(',')}}`
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function element(value: Json): string {
  if (value === null) return 'NULL'
  const text = asText(value) ?? ''
  return Array.isArray(value) ? text : `"${text.replace(/["\\]/g, '\\$&')}"`
}
