import { readFile } from 'node:fs/promises'
import { relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DatabaseError } from 'pg'
import { messageOf, UsageError } from '../../../kernel/errors.ts'
import type { SqlSource } from '../define.ts'

/** SQL as text, and what to call it when it fails. */
export interface SqlText {
  title: string
  sql: string
}

/** @param folder Paths are read from here: the scenario's folder. @throws {UsageError} no such file. */
export async function readSql(sources: SqlSource | readonly SqlSource[], folder: string): Promise<SqlText[]> {
  return Promise.all([sources].flat().map((source) => readOne(source as SqlSource, folder)))
}

async function readOne(source: SqlSource, folder: string): Promise<SqlText> {
  if (typeof source === 'object' && 'sql' in source) return { title: 'its SQL', sql: source.sql }
  const path = source instanceof URL ? fileURLToPath(source) : resolve(folder, source)
  try {
    return { title: relative(process.cwd(), path), sql: await readFile(path, 'utf8') }
  } catch (thrown) {
    throw new UsageError(`Failed to read SQL from ${path}: ${messageOf(thrown)}. Paths start at the scenario's folder.`)
  }
}

/** 'line 3: relation "x" does not exist' */
export function describeSqlError(thrown: unknown, sql: string): string {
  const message = messageOf(thrown).replace(/\.$/, '')
  if (!(thrown instanceof DatabaseError)) return `${message}.`
  const { position, detail, hint, where } = thrown
  // PostgreSQL counts characters, not UTF-16 units.
  const line = position
    ? [...sql].slice(0, Number(position) - 1).filter((letter) => letter === '\n').length + 1
    : undefined
  const more = [detail, hint, line === undefined ? where?.split('\n')[0] : undefined].filter(Boolean)
  return `${line === undefined ? '' : `line ${line}: `}${message}.${more.map((text) => ` ${text}`).join('')}`
}
