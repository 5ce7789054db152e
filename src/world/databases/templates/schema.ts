import { spawn } from 'node:child_process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Client, DatabaseError } from 'pg'
import { endGroup, endWithMe } from '../../../kernel/end-with-me.ts'
import { UsageError } from '../../../kernel/errors.ts'
import { keepEnds } from '../../../kernel/head-and-tail.ts'
import { started } from '../../../kernel/started.ts'
import type { SchemaSource, SqlSource } from '../define.ts'
import type { Login } from '../servers/server.ts'
import { withoutPostgres } from '../uninfluenced.ts'
import { dumpParts } from './dump.ts'
import { describeSqlError, readSql } from './sql-source.ts'

/** Builds the schema, or loads rows, of database `name` from SQL. @throws {UsageError} with file, line and the server's message. */
export async function runSql(
  client: Client,
  name: string,
  sources: SqlSource | readonly SqlSource[],
  folder: string,
): Promise<void> {
  for (const { title, sql } of await readSql(sources, folder)) {
    for (const part of dumpParts(sql)) {
      try {
        await ('copy' in part ? copyIn(client, part) : client.query(part.sql))
      } catch (thrown) {
        const told = describeSqlError(thrown, 'copy' in part ? part.copy : part.sql)
        throw new UsageError(`Failed to build database "${name}" from ${title}: ${told}${adviceOn(thrown)}`)
      }
    }
    // A dump empties the search_path for its own session.
    await client.query('ROLLBACK')
    await client.query('DISCARD ALL')
  }
}

/** Rows cross as they stand in the file. */
async function copyIn(client: Client, { copy, data }: { copy: string; data: string }): Promise<void> {
  const { from } = await import('pg-copy-streams')
  await pipeline(Readable.from([data]), client.query(from(copy)))
}

/** A dump speaks of the roles of the server that it was made on. */
function adviceOn(thrown: unknown): string {
  const isRole = thrown instanceof DatabaseError && thrown.code === '42704' && thrown.message.startsWith('role ')
  return isRole ? ' A dump without roles: pg_dump --no-owner --no-privileges.' : ''
}

export function isCommand(schema: SchemaSource): schema is Extract<SchemaSource, { command: string }> {
  return typeof schema === 'object' && 'command' in schema
}

/** How much of what a command prints is told, in characters. */
const TOLD = 4_000

/** Builds the schema by a command that finds the database in its environment. @throws {UsageError} with the beginning and the end of its output. */
export async function runCommand(
  command: string,
  name: string,
  login: Login,
  folder: string,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted()
  const env = { ...withoutPostgres(process.env), ...environmentOf(login) }
  // A group of its own: what the shell starts ends with it.
  const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
  const child = started(spawn(command, { shell: true, cwd: folder, env, detached: true, stdio }))
  endWithMe(child)
  const end = () => endGroup(child)
  signal?.addEventListener('abort', end, { once: true })
  const said = keepEnds(TOLD)
  const keep = (chunk: Buffer) => said.add(`${chunk}`)
  child.stdout.on('data', keep)
  child.stderr.on('data', keep)
  const ending = await new Promise<string | undefined>((done) => {
    child.on('error', (error) => done(error.message))
    child.on('close', (code, killer) => done(code === 0 ? undefined : `it ended with ${killer ?? `exit code ${code}`}`))
  })
  signal?.removeEventListener('abort', end)
  signal?.throwIfAborted()
  if (ending)
    throw new UsageError(
      `Failed to build database "${name}" by "${command}": ${ending}. It printed:\n${said.text().trimEnd()}`,
    )
}

function environmentOf({ host, port, user, password, database, ssl }: Login): Record<string, string> {
  const [account, path] = [`${encodeURIComponent(user)}:${encodeURIComponent(password)}`, encodeURIComponent(database)]
  const url = host.startsWith('/')
    ? `postgres://${account}@/${path}?host=${encodeURIComponent(host)}&port=${port}`
    : `postgres://${account}@${host.includes(':') ? `[${host}]` : host}:${port}/${path}`
  return {
    DATABASE_URL: url,
    PGHOST: host,
    PGPORT: String(port),
    PGUSER: user,
    PGPASSWORD: password,
    PGDATABASE: database,
    ...(ssl && { PGSSLMODE: ssl.rejectUnauthorized ? 'verify-full' : 'require' }),
  }
}
