import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

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
  const salted = pbkdf2Sync(password, salt, 1, 32, 'sha256')
  const key = (name: string) => createHmac('sha256', salted).update(name).digest()
  const stored = createHash('sha256').update(key('Client Key')).digest('base64')
  return `SCRAM-SHA-256$1:${salt.toString('base64')}$${stored}:${key('Server Key').toString('base64')}`
}
