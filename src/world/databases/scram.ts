import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

/** Rounds make a guess of a weak password dear. Nobody guesses 144 random bits, and each round costs every login time. */
const ROUNDS = 1

/** A password, and what PostgreSQL keeps of it. */
export interface Credential {
  password: string
  /** The SCRAM-SHA-256 verifier of RFC 5803: the server takes it in place of the password. */
  verifier: string
}

/** A fresh password of 144 random bits. */
export function newCredential(): Credential {
  const password = randomBytes(18).toString('base64url')
  const salt = randomBytes(16)
  const salted = pbkdf2Sync(password, salt, ROUNDS, 32, 'sha256')
  const sign = (text: string) => createHmac('sha256', salted).update(text).digest()
  const stored = createHash('sha256').update(sign('Client Key')).digest('base64')
  const verifier = `SCRAM-SHA-256$${ROUNDS}:${salt.toString('base64')}$${stored}:${sign('Server Key').toString('base64')}`
  return { password, verifier }
}
