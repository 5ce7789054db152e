import type { Refusal } from '../../boundary/refusal.ts'
import type { SqlFailure } from '../../boundary/reply.ts'

/** Source: PostgreSQL's manual, appendix A, "PostgreSQL Error Codes". */
const SQL_STATES: Readonly<Record<number, string>> = {
  401: '28000',
  403: '42501',
  404: '42P01',
  429: '53300',
  503: '57P03',
}

/** How a database says no: with the SQLSTATE that fits, 'internal_error' where none does. */
export function sqlFailureOf({ sqlState, status, message }: Refusal): SqlFailure {
  return { code: sqlState ?? SQL_STATES[status] ?? 'XX000', message }
}
