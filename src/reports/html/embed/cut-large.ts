import { digestText, type Json } from '../../../kernel/json.ts'
import type { Bounded } from '../../../trace/bounded.ts'

/** Characters of JSON that the page carries of one value. */
const KEPT = 8_192
const [HEAD, TAIL] = [3_072, 1_024]

/** A value as the page carries it: itself, or the beginning and the end of its text. The whole is in the trace. */
export function cutLarge(value: Json): Json {
  // Cheap first: most values are small.
  if (value === null || (typeof value !== 'object' && typeof value !== 'string')) return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length <= KEPT ? value : headOf(text)
}

/** The same for an element of a list, of which what is small stays: who says it, say. */
export function cutMessage(value: Json): Json {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return cutLarge(value)
  const text = JSON.stringify(value)
  if (text.length <= KEPT) return value
  const cut = Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cutLarge(member)]))
  return JSON.stringify(cut).length <= 2 * KEPT ? cut : headOf(text)
}

function headOf(text: string): Bounded {
  const [head, tail] = [text.slice(0, HEAD), text.slice(-TAIL)]
  return { truncated: true, bytes: Buffer.byteLength(text), digest: digestText(text), head, tail }
}
