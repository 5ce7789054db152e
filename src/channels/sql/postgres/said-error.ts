import type { SqlFailure } from '../../../boundary/reply.ts'
import type { Fields } from './messages.ts'

/** Where in PostgreSQL 18.4 such an error comes from, and what else it says. */
interface Origin {
  file: string
  line: string
  routine: string
  hint?: string
}

/** What a server says of its own accord, by SQLSTATE. Captured from a server; other versions have other lines. */
const ORIGINS: Readonly<Record<string, Origin>> = {
  '40001': { file: 'nodeModifyTable.c', line: '2585', routine: 'ExecUpdate' },
  '40P01': {
    file: 'deadlock.c',
    line: '1138',
    routine: 'DeadLockReport',
    hint: 'See server log for query details.',
  },
  '28P01': { file: 'auth.c', line: '320', routine: 'auth_failed' },
  '42501': { file: 'aclchk.c', line: '2795', routine: 'aclcheck_error' },
  '53300': { file: 'proc.c', line: '457', routine: 'InitProcess' },
  '57014': { file: 'postgres.c', line: '3446', routine: 'ProcessInterrupts' },
}

/** Where one SQLSTATE comes from several places, by what it says. */
const BY_MESSAGE: Readonly<Record<string, Origin>> = {
  'canceling statement due to user request': { file: 'postgres.c', line: '3466', routine: 'ProcessInterrupts' },
  'the database system is starting up': { file: 'backend_startup.c', line: '309', routine: 'BackendInitialize' },
  'the database system is shutting down': { file: 'backend_startup.c', line: '333', routine: 'BackendInitialize' },
}

const BY_MEMBER: Readonly<Record<string, keyof SqlFailure>> = {
  s: 'schema',
  t: 'table',
  c: 'column',
  n: 'constraint',
}

/** An error that something in the place of the server says, as a server says it. */
export function saidError(failure: SqlFailure, target: string, process: number): Fields {
  const { code, message } = failure
  const origin = (Object.hasOwn(BY_MESSAGE, message) ? BY_MESSAGE[message] : undefined) ?? ORIGINS[code]
  const { detail, where } = code === '40P01' ? deadlocked(target, process) : {}
  const hint = failure.hint ?? origin?.hint
  const said = failure.detail ?? detail
  const members = Object.entries(BY_MEMBER).flatMap(([letter, name]) =>
    failure[name] ? [[letter, failure[name]]] : [],
  )
  return {
    ...{ S: 'ERROR', V: 'ERROR', C: code, M: message },
    ...(said && { D: said }),
    ...(hint && { H: hint }),
    ...(where && { W: where }),
    ...Object.fromEntries(members),
    ...(origin && { F: origin.file, L: origin.line, R: origin.routine }),
  }
}

const DOING: Readonly<Record<string, string>> = { UPDATE: 'updating', DELETE: 'deleting' }

/** What two transactions wait for, of which nobody knows the other one. */
function deadlocked(target: string, process: number): { detail: string; where?: string } {
  const [own, other] = [740 + (process % 50), 741 + (process % 50)]
  const waits = (who: number, on: number, whom: number) =>
    `Process ${who} waits for ShareLock on transaction ${on}; blocked by process ${whom}.`
  const [, verb = '', table] = target.split(' ')
  const where = DOING[verb] && table ? { where: `while ${DOING[verb]} tuple (0,1) in relation "${table}"` } : {}
  return { detail: `${waits(process, other, process + 1)}\n${waits(process + 1, own, process)}`, ...where }
}
