import type { DatabaseError } from 'pg'
import type { Reply, SqlFailure, SqlResult, ToolOutput } from '../../../boundary/reply.ts'
import type { SqlHints } from '../../../boundary/sql-hints.ts'
import { messageOf } from '../../../kernel/errors.ts'
import { typeName } from './json-values.ts'
import type { StatementEnd, Table } from './table.ts'

/** What a statement came to; 'undone' where a guard had it taken back. */
export type Outcome = StatementEnd | 'undone'

/** @throws {Error} it was not PostgreSQL that failed. */
export function replyOf(
  outcome: Outcome,
  { unordered }: Pick<SqlHints, 'unordered'>,
): Reply<ToolOutput> & { kind: 'ok' | 'error' } {
  // The seam tells the client what the guard said.
  if (outcome === 'undone') return { kind: 'error', output: { content: null } }
  if ('error' in outcome) {
    const failure = sqlFailure(outcome.error)
    if (!failure) throw outcome.error
    return { kind: 'error', output: { content: failure } }
  }
  const result = sqlResult(outcome.result)
  const open = unordered && result.rows.length > 1
  return { kind: 'ok', output: { content: result }, ...(open && { unordered: true }) }
}

/** As many as the role may have at once are the agent's own. That a whole server is full is told by the same code, from elsewhere. */
const TOO_MANY_CONNECTIONS = '53300'
const OF_THE_ROLE = 'InitializeSessionUserId'

export function isOwnLimit(thrown: unknown): boolean {
  const { code, routine } = (thrown ?? {}) as { code?: unknown; routine?: unknown }
  return code === TOO_MANY_CONNECTIONS && routine === OF_THE_ROLE
}

/** What a statement gave back, as plain JSON. */
function sqlResult({ command, rowCount, rows, fields }: Table): SqlResult {
  return {
    command,
    rowCount,
    rows,
    fields: fields.map(({ name, dataTypeID }) => ({ name, type: typeName(dataTypeID) })),
  }
}

const MEMBERS = ['detail', 'hint', 'constraint', 'table', 'column', 'schema'] as const

/**
 * PostgreSQL's error, without what names its own source: files and lines differ from version to version. Undefined where
 * it was not PostgreSQL that failed.
 */
export function sqlFailure(error: unknown): SqlFailure | undefined {
  const { code, severity } = (error ?? {}) as Partial<DatabaseError>
  if (typeof code !== 'string' || severity === undefined) return undefined
  const more = MEMBERS.flatMap((name) => {
    const value = (error as DatabaseError)[name]
    return value === undefined ? [] : [[name, value] as const]
  })
  return { code, message: messageOf(error), ...Object.fromEntries(more) }
}
