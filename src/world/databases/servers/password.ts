import { hash, randomBytes } from 'node:crypto'

/** 192 bits, as text. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url')
}

/**
 * What PostgreSQL keeps of a password (RFC 5803): whoever reads it cannot log in with it.
 * One iteration, since slowing down a guesser is of use only for passwords that can be guessed.
 */
export function verifierOf(password: string): string {
  const salt = randomBytes(16)
  // The first round of PBKDF2 (RFC 8018) is all of it here.
  const salted = hmac(Buffer.from(password), Buffer.concat([salt, FIRST_BLOCK]))
  const stored = hash('sha256', hmac(salted, Buffer.from('Client Key')), 'base64')
  const server = hmac(salted, Buffer.from('Server Key')).toString('base64')
  return `SCRAM-SHA-256$1:${salt.toString('base64')}$${stored}:${server}`
}

const FIRST_BLOCK = Buffer.from([0, 0, 0, 1])
const BLOCK_BYTES = 64

/** HMAC-SHA-256 (RFC 2104) of a key of at most 64 bytes: Node's own makes an object of each key, and takes ten times as long. */
function hmac(key: Uint8Array, message: Uint8Array): Buffer {
  const pad = (byte: number) => Buffer.alloc(BLOCK_BYTES).map((_, at) => (key[at] ?? 0) ^ byte)
  const inner = hash('sha256', Buffer.concat([pad(0x36), message]), 'buffer')
  return hash('sha256', Buffer.concat([pad(0x5c), inner]), 'buffer')
}
