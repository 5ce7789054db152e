import { digestText, type Json } from '../kernel/json.ts'
import { isBinary } from './binary.ts'
import type { Recorded } from './event.ts'
import type { CallRecord } from './events/call.ts'

/** How much of one input or output a trace keeps whole, in bytes. */
export const KEPT_BYTES = 65_536
/** How many characters of a larger one are kept for people, of its beginning and of its end. */
const [HEAD, TAIL] = [4_096, 1_024]
/** In so many bytes stand so many characters, whatever they are. */
export const TAIL_BYTES = 4 * TAIL

/** What a trace keeps of an input or an output that is larger than 64 KiB. A type, not an interface: it is plain JSON. */
export type Bounded = {
  truncated: true
  /** The size of the whole. */
  bytes: number
  /** The first 128 bits of SHA-256 over the whole, as 32 hex digits. */
  digest: string
  /** Its first 4,096 characters. */
  head: string
  /** Its last 1,024 characters; absent in traces of earlier versions. */
  tail?: string
}

/** What is kept of a text; undefined where it is kept whole. */
export function boundText(text: string): Bounded | undefined {
  // Cheap first: a text of n UTF-16 units has at most 3n bytes.
  if (text.length * 3 <= KEPT_BYTES) return undefined
  const bytes = Buffer.byteLength(text)
  return bytes <= KEPT_BYTES ? undefined : boundedBy(text, text, bytes, digestText(text))
}

/** What is kept of a text whose beginning and end alone are at hand. */
export function boundedBy(beginning: string, end: string, bytes: number, digest: string): Bounded {
  return { truncated: true, bytes, digest, head: beginning.slice(0, HEAD), tail: end.slice(-TAIL) }
}

export function isBounded(kept: Json | undefined): kept is Bounded {
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return false
  return kept.truncated === true && typeof kept.bytes === 'number' && typeof kept.digest === 'string'
}

// Held before agent code loads, as what writes with them is.
const { stringify } = JSON

/** An event whose input is kept as outputs are; itself where that is small enough. `text`: its JSON. */
export function boundInput(event: Recorded, text: string): Recorded {
  if (text.length * 3 <= KEPT_BYTES) return event
  if (event.type === 'call') {
    const input = boundText(stringify(event.call.input))
    return input ? { ...event, call: { ...event.call, input } } : event
  }
  const input = event.type === 'executed' && event.input !== undefined && boundText(stringify(event.input))
  return input ? { ...event, input } : event
}

/**
 * An input for who judges by what is in it.
 * @throws {Error} it is kept in part only. Nobody can tell then: silence would be taken for a pass.
 */
export function wholeInput({ id, target, input }: Pick<CallRecord, 'id' | 'target' | 'input'>): Json {
  if (!isBounded(input)) return input
  throw new Error(
    `nobody can tell what was in the input of ${id} (${target.slice(0, 100)}): of ${input.bytes} bytes the trace keeps the beginning`,
  )
}

/** How large an output was, in bytes of its text, whether it was kept whole or not. Null stands for no body. */
export function sizeOf(output: Json): number {
  if (output === null) return 0
  if (isBounded(output) || isBinary(output)) return output.bytes
  return Buffer.byteLength(typeof output === 'string' ? output : JSON.stringify(output))
}
