import { createHash } from 'node:crypto'
import type { Json } from '../kernel/json.ts'

/** How many bytes are kept for people. */
const HEAD = 48
/** Shorter runs of readable characters are chance. */
const READABLE = /[\x20-\x7e]{8,}/g

/**
 * What stands in a call or an output for bytes that are no text. The digest tells two apart; `strings` is what somebody
 * could have written into them. A type, not an interface: it is plain JSON.
 */
export type Binary = {
  binary: true
  /** The size of the whole. */
  bytes: number
  /** The first 128 bits of SHA-256 over the whole, as 32 hex digits. */
  digest: string
  /** The first 48 bytes, in base64. */
  head: string
  /** Every run of 8 or more printable ASCII characters, one a line. */
  strings: string
}

/** Says of bytes what can be said in JSON. */
export function binaryOf(bytes: Uint8Array): Binary {
  const { buffer, byteOffset, byteLength } = bytes
  const all = Buffer.from(buffer, byteOffset, byteLength)
  return {
    binary: true,
    bytes: byteLength,
    digest: createHash('sha256').update(all).digest('hex').slice(0, 32),
    head: all.subarray(0, HEAD).toString('base64'),
    strings: (all.toString('latin1').match(READABLE) ?? []).join('\n'),
  }
}

export function isBinary(value: Json | undefined): value is Binary {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  return value.binary === true && typeof value.bytes === 'number' && typeof value.digest === 'string'
}
