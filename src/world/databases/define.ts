import type { Faker } from '@faker-js/faker'
import { UsageError } from '../../kernel/errors.ts'
import type { Json } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import type { DocumentSource } from '../documents.ts'

/**
 * Where SQL comes from: a file (a path from the scenario's folder, or a URL such as `new URL('./shop.sql', import.meta.url)`),
 * or a text.
 */
export type SqlSource = string | URL | { sql: string }

/**
 * Builds the schema: SQL, or a command such as `npx drizzle-kit push` that finds the database in DATABASE_URL and PGHOST, PGUSER ...
 * `inputs` are globs of the files that the command reads, from the scenario's folder: with them, what it built is used again as
 * long as none of them changes.
 */
export type SchemaSource = SqlSource | readonly SqlSource[] | { command: string; inputs?: readonly string[] }

/** Table ('orders', 'audit.log') -> its rows, column by column. Columns that a row leaves out take their defaults. */
export type Rows = Record<string, Record<string, Json>[]>

/** Makes the rows anew for each run from the run's seed: the same seed, the same rows. */
export type MakeRows = (tools: { faker: Faker; random: Random }) => Rows | Promise<Rows>

/** Files that hold the rows of tables, as JSON, JSON lines or CSV: { orders: './orders.csv', 'audit.log': './shop.json#log' }. */
export interface RowFiles {
  files: Record<string, DocumentSource>
}

export interface DatabaseInput {
  schema: SchemaSource
  /** What is in it before the first call. Default: what the schema leaves there. */
  rows?: SqlSource | readonly SqlSource[] | RowFiles | MakeRows
  /**
   * What the agent's login role may do. 'read-write' (the default): SELECT, INSERT, UPDATE and DELETE on every table, USAGE
   * on every sequence. 'read-only': SELECT. Anything else: GRANT statements to the role `agent`, as a text.
   */
  grants?: 'read-write' | 'read-only' | { sql: string }
  /**
   * SQL that does the task right, or works out what is true. It runs once, on a copy that no agent sees, as an administrator,
   * with now() at the trial's start. Scorers compare with what it leaves there, tables that it makes among it.
   */
  reference?: SqlSource | readonly SqlSource[]
}

/** A PostgreSQL database of a scenario's world, as every trial finds it. */
export interface Database extends Required<Omit<DatabaseInput, 'rows' | 'reference'>> {
  rows: DatabaseInput['rows']
  reference: DatabaseInput['reference']
}

/** @throws {UsageError} a member is none of what it may be. */
export function defineDatabase({ schema, rows, grants = 'read-write', reference }: DatabaseInput): Database {
  const isCommand = typeof Object(schema).command === 'string'
  if (!isCommand && !isSql(schema))
    throw new UsageError(`defineDatabase: schema: expected ${SQL}, or { command: '...' }.`)
  if (rows !== undefined && typeof rows !== 'function' && !isSql(rows) && !isRowFiles(rows))
    throw new UsageError(
      `defineDatabase: rows: expected ${SQL}, { files: { orders: './orders.csv' } }, or a function: rows: () => ({ orders: [{ id: 1 }] }).`,
    )
  if (reference !== undefined && !isSql(reference)) throw new UsageError(`defineDatabase: reference: expected ${SQL}.`)
  return { schema, rows, grants, reference }
}

const SQL = "the path or the URL of an SQL file, a text as { sql: '...' }, or a list of these"

/** Are the rows of a database files of documents? */
export function isRowFiles(rows: unknown): rows is RowFiles {
  const { files } = Object(rows) as { files?: unknown }
  return typeof rows !== 'function' && typeof files === 'object' && files !== null && !Array.isArray(files)
}

/** Are they SQL? */
export function isSqlRows(rows: DatabaseInput['rows']): rows is SqlSource | readonly SqlSource[] {
  return rows !== undefined && typeof rows !== 'function' && !isRowFiles(rows)
}

/** Scenarios in JavaScript have no types. */
function isSql(given: unknown): boolean {
  if (Array.isArray(given)) return given.every((one) => !Array.isArray(one) && isSql(one))
  return typeof given === 'string' || given instanceof URL || typeof Object(given).sql === 'string'
}
