import { digestText, type Json } from '../kernel/json.ts'
import { isBinary } from './binary.ts'

/** How much of one output a trace keeps whole, in bytes. */
export const KEPT_BYTES = 65_536
/** How many characters of a larger one are kept for people. */
const HEAD = 4_096

/** What a trace keeps of an output that is larger than 64 KiB. A type, not an interface: it is plain JSON. */
export type Bounded = {
  truncated: true
  /** The size of the whole. */
  bytes: number
  /** The first 128 bits of SHA-256 over the whole, as 32 hex digits. */
  digest: string
  /** Its first 4,096 characters. */
  head: string
}

/** What is kept of a text; undefined where it is kept whole. */
export function boundText(text: string): Bounded | undefined {
  // Cheap first: a text of n UTF-16 units has at most 3n bytes.
  if (text.length * 3 <= KEPT_BYTES) return undefined
  const bytes = Buffer.byteLength(text)
  return bytes <= KEPT_BYTES ? undefined : boundedBy(text, bytes, digestText(text))
}

/** What is kept of a text whose beginning alone is at hand. */
export function boundedBy(beginning: string, bytes: number, digest: string): Bounded {
  return { truncated: true, bytes, digest, head: beginning.slice(0, HEAD) }
}

export function isBounded(output: Json | undefined): output is Bounded {
  if (typeof output !== 'object' || output === null || Array.isArray(output)) return false
  return output.truncated === true && typeof output.bytes === 'number' && typeof output.digest === 'string'
}

/** How large an output was, in bytes of its text, whether it was kept whole or not. Null stands for no body. */
export function sizeOf(output: Json): number {
  if (output === null) return 0
  if (isBounded(output) || isBinary(output)) return output.bytes
  return Buffer.byteLength(typeof output === 'string' ? output : JSON.stringify(output))
}
