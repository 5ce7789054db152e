// SCRAM-SHA-256 without channel binding, the server's side. Sources: RFC 5802, RFC 7677; PostgreSQL's manual, "SASL Authentication".
import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from 'node:crypto'

/** Drivers demand at least so many rounds. */
const ROUNDS = 4_096
/** One for all passwords of this process: what a client proves then tells which of them it has. */
const SALT = randomBytes(16)

const hmac = (key: Buffer, text: string | Buffer) => createHmac('sha256', key).update(text).digest()

/** What is kept of a password: whoever reads it cannot log in with it. */
export interface Verifier {
  stored: Buffer
  server: Buffer
}

export function verifierOf(password: string): Verifier {
  const salted = pbkdf2Sync(password, SALT, ROUNDS, 32, 'sha256')
  const stored = createHash('sha256').update(hmac(salted, 'Client Key')).digest()
  return { stored, server: hmac(salted, 'Server Key') }
}

/** One login. */
export interface Scram {
  /** What is said to the client's first message. */
  challenge: string
  /** Whose password the client has, and how that one proves that it knows it, too. Undefined: nobody's. */
  answer<T extends Verifier>(last: string, known: Iterable<T>): { whose: T; proof: string } | undefined
}

/** Undefined where the client's first message is none. */
export function beginScram(first: string): Scram | undefined {
  // 'y' says that the client could bind the channel and believes that this server cannot.
  const { gs2, bare, nonce } = /^(?<gs2>[ny],[^,]*,)(?<bare>[^,]*,r=(?<nonce>[^,]+).*)$/s.exec(first)?.groups ?? {}
  if (gs2 === undefined || bare === undefined || nonce === undefined) return undefined
  const both = nonce + randomBytes(18).toString('base64')
  const challenge = `r=${both},s=${SALT.toString('base64')},i=${ROUNDS}`
  return {
    challenge,
    answer: (last, known) => {
      const { without, said, proof } =
        /^(?<without>(?<said>c=[^,]+,r=[^,]+)(?:,.*)?),p=(?<proof>[^,]+)$/.exec(last)?.groups ?? {}
      if (said !== `c=${Buffer.from(gs2).toString('base64')},r=${both}`) return undefined
      const whole = `${bare},${challenge},${without}`
      for (const whose of known)
        if (proves(Buffer.from(proof ?? '', 'base64'), whose, whole))
          return { whose, proof: `v=${hmac(whose.server, whole).toString('base64')}` }
      return undefined
    },
  }
}

function proves(proof: Buffer, { stored }: Verifier, whole: string): boolean {
  const signature = hmac(stored, whole)
  if (proof.length !== signature.length) return false
  const key = Buffer.from(proof.map((byte, at) => byte ^ (signature[at] ?? 0)))
  return timingSafeEqual(createHash('sha256').update(key).digest(), stored)
}
