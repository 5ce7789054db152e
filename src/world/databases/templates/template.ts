import { type Client, escapeLiteral } from 'pg'
import { isSqlRows } from '../define.ts'
import { disconnect } from '../disconnect.ts'
import { installJournal } from '../journal/install-journal.ts'
import { quote } from '../journal/quote.ts'
import { bindDefaults, TRIAL_CLOCK } from '../journal/trial-clock.ts'
import { connect } from '../lanes/connect.ts'
import type { DatabaseServer } from '../servers/server.ts'
import type { Described } from './describe.ts'
import { applyGrants } from './grants.ts'
import type { Template } from './names.ts'
import { insertRows } from './rows.ts'
import { isCommand, runCommand, runSql } from './schema.ts'

export interface TemplateOrder {
  /** The comment of each database and role, by which leftovers of a killed run are known. */
  mark: string
  /** Paths in the database's definition start here. */
  folder: string
  /** What defaults such as `now()` say while rows are loaded, ISO 8601. Default: real time. */
  now?: string
  signal?: AbortSignal
}

type Filled = Pick<Described, 'name' | 'database' | 'made'>

/**
 * Makes the database that each lane's is a clone of: schema, rows, grants, the trial's clock, the journal and the pristine
 * copies. Nobody may connect to it afterwards. @throws {UsageError} the schema, the rows or the grants do not work.
 */
export async function buildTemplate(
  server: DatabaseServer,
  names: Template,
  described: Filled,
  order: TemplateOrder,
): Promise<void> {
  const admin = await connect(server.admin)
  try {
    await makeRoles(admin, names, order.mark)
    await createDatabase(admin, names.database)
    await admin.query(`COMMENT ON DATABASE ${quote(names.database)} IS ${escapeLiteral(order.mark)}`)
    await fill(server, names, described, order)
    await admin.query(`REVOKE ALL ON DATABASE ${quote(names.database)} FROM PUBLIC`)
    await admin.query(`ALTER DATABASE ${quote(names.database)} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`)
  } catch (thrown) {
    await dropTemplate(server, names)
    throw thrown
  } finally {
    await disconnect(admin)
  }
}

/** Takes a template and its roles away. Lanes made from it must be gone. */
export async function dropTemplate(
  server: DatabaseServer,
  { database, agents, owner, writer }: Template,
): Promise<void> {
  const admin = await connect(server.admin)
  try {
    const { rowCount } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database])
    if (rowCount) await admin.query(`ALTER DATABASE ${quote(database)} WITH IS_TEMPLATE false`)
    await admin.query(`DROP DATABASE IF EXISTS ${quote(database)} WITH (FORCE)`)
    await admin.query(`DROP ROLE IF EXISTS ${[agents, owner, writer].map(quote)}`)
  } finally {
    await disconnect(admin)
  }
}

/** Texts are ordered by their bytes, wherever the server runs. */
async function createDatabase(admin: Client, name: string): Promise<void> {
  const create = (locale: string) =>
    admin.query(`CREATE DATABASE ${quote(name)} TEMPLATE template0 ENCODING 'UTF8' LOCALE '${locale}'`)
  // Some systems know no C.UTF-8: there, only what is upper case differs.
  await create('C.UTF-8').catch(() => create('C'))
}

async function makeRoles(admin: Client, { agents, owner, writer }: Template, mark: string): Promise<void> {
  for (const role of [agents, owner, writer].map(quote)) {
    await admin.query(`CREATE ROLE ${role} NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS`)
    await admin.query(`COMMENT ON ROLE ${role} IS ${escapeLiteral(mark)}`)
  }
}

async function fill(
  server: DatabaseServer,
  names: Template,
  { name, database: { schema, rows, grants }, made }: Filled,
  order: TemplateOrder,
): Promise<void> {
  const login = { ...server.admin, database: names.database }
  if (isCommand(schema)) await runCommand(schema.command, name, login, order.folder, order.signal)
  const client = await connect(login, order.now === undefined ? {} : { 'mettle.now': order.now })
  // Rows by the million are not waited for when the run is over.
  const hangUp = () => void disconnect(client)
  order.signal?.addEventListener('abort', hangUp, { once: true })
  try {
    if (!isCommand(schema)) await runSql(client, name, schema, order.folder)
    await client.query(TRIAL_CLOCK)
    await bindDefaults(client)
    if (made) await insertRows(client, name, made)
    else if (isSqlRows(rows)) await runSql(client, name, rows, order.folder)
    await applyGrants(client, name, names, grants)
    await installJournal(client, names)
    await client.query('VACUUM ANALYZE')
  } finally {
    order.signal?.removeEventListener('abort', hangUp)
    await disconnect(client)
  }
}
