import { messageOf, PrerequisiteError, UsageError } from '../kernel/errors.ts'
import { machineTrouble } from '../kernel/machine.ts'

/** SQLSTATE of a server that ends, starts or has no room, of two transactions in each other's way, and what sockets say of one that is gone. */
const LOST =
  /^(08...|57P0[1-5]|25P03|40P01|40001|53300|ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_AGAIN|ENOENT)$/
const LOST_WORDS =
  /connection terminated|connection timeout|timeout (expired|exceeded)|client has encountered a connection error/i

/** Was the connection lost, which may come back? */
export function isLost(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  const { code, errors } = thrown as Error & { code?: unknown; errors?: unknown }
  // Of a name with several addresses each may be refused.
  if (Array.isArray(errors) && errors.length > 0) return errors.every(isLost)
  return LOST.test(String(code)) || LOST_WORDS.test(thrown.message)
}

const INIT = 'Whoever owns the database runs "mettle queue init --queue URL".'

/** What a server refuses, by SQLSTATE, and what to do. */
const ADVICE: Readonly<Record<string, string>> = {
  '28P01': 'Check the user and the password of the URL.',
  '28000': 'Check the user of the URL, and pg_hba.conf of the server.',
  '3D000': 'Create the database, or name another one in the URL.',
  '3F000': INIT,
  '42P01': INIT,
  '42883': INIT,
  '42501': '"mettle queue init --planner ROLE --worker ROLE" grants what each of them needs.',
  '53100': 'Free some space on the disk of the server.',
  '53200': 'Give the server more memory.',
}

/** A failure of the queue as what it is: something that is missing, and what to do about it. Others are given back as they are. */
export function toldTrouble(thrown: unknown, place: string): unknown {
  if (thrown instanceof UsageError || thrown instanceof PrerequisiteError) return thrown
  const { code } = Object(thrown) as { code?: unknown }
  const advice = ADVICE[String(code)]
  const why = messageOf((thrown as { errors?: unknown[] })?.errors?.[0] ?? thrown).replace(/\.$/, '')
  if (advice !== undefined)
    return new PrerequisiteError(`The queue at ${place} refuses: ${why}. ${advice}`, { cause: thrown })
  if (code === 'ENOTFOUND' || isLost(thrown))
    return new PrerequisiteError(
      `Failed to reach the queue at ${place}: ${why}. Start PostgreSQL there, or name another one with --queue.`,
      { cause: thrown },
    )
  return machineTrouble(thrown) ?? thrown
}
