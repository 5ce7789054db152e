import type { DatabaseError } from 'pg'
import type { SqlFailure, SqlResult } from '../../../boundary/reply.ts'
import { messageOf } from '../../../kernel/errors.ts'
import { typeName } from './json-values.ts'
import type { Table } from './table.ts'

/** What a statement gave back, as plain JSON. */
export function sqlResult({ command, rowCount, rows, fields }: Table): SqlResult {
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
