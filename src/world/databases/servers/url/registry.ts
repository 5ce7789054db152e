import type { Client } from 'pg'
import type { Grounds, LeftoverKind } from '../../../../kernel/leftover.ts'
import { isOwnerDead, ownerMark } from '../../../../kernel/owner.ts'
import { withAdmin } from '../admin.ts'
import { isUrl, loginOf } from './login.ts'

/**
 * A run on a server that others use too has an entry there: a role without login, commented with its owner. Role and comment
 * come into being at once, before anything else of the run does, so that nothing is ever there without its owner's name.
 */
const ENTRY = /^mettle_([a-z0-9]{8})_run$/

export async function registerRun(client: Client, runId: string): Promise<void> {
  const role = client.escapeIdentifier(`mettle_${runId}_run`)
  await client.query(`BEGIN; CREATE ROLE ${role} NOLOGIN; COMMENT ON ROLE ${role} IS '${ownerMark()}'; COMMIT`)
}

/** Databases and roles on a server that others use too, of runs whose owner died without. */
export const databasesAtUrl: LeftoverKind<Pick<Grounds, 'database'>> = {
  name: 'databases and roles',
  find: async ({ database }) => {
    if (!isUrl(database)) return []
    const login = loginOf(database)
    const dead = await withAdmin(login, deadRuns)
    return dead.map(({ runId, mark }) => ({
      place: `mettle_${runId}_... at ${login.host}:${login.port}`,
      owner: mark,
      remove: () => withAdmin(login, (client) => removeRun(client, runId)),
    }))
  },
}

/** Removes the runs whose owner died without. */
export async function sweepRuns(client: Client): Promise<void> {
  for (const { runId } of await deadRuns(client)) await removeRun(client, runId)
}

async function deadRuns(client: Client): Promise<{ runId: string; mark: string }[]> {
  const { rows } = await client.query<{ name: string; mark: string }>(
    `SELECT rolname AS name, shobj_description(oid, 'pg_authid') AS mark FROM pg_roles
     WHERE rolname LIKE 'mettle\\_%\\_run' AND shobj_description(oid, 'pg_authid') IS NOT NULL`,
  )
  return rows.flatMap(({ name, mark }) => {
    const [, runId] = ENTRY.exec(name) ?? []
    return runId !== undefined && isOwnerDead(mark) ? [{ runId, mark }] : []
  })
}

/** Drops all that is named after the run, its entry last: whoever is cut short can be followed up. */
export async function removeRun(client: Client, runId: string): Promise<void> {
  const prefix = `mettle_${runId}_`
  // A template cannot be dropped.
  for (const name of await names(
    client,
    'SELECT datname AS name FROM pg_database WHERE datistemplate AND starts_with(datname, $1)',
    prefix,
  )) {
    await client.query(`ALTER DATABASE ${client.escapeIdentifier(name)} IS_TEMPLATE false`)
  }
  for (const name of await names(
    client,
    'SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)',
    prefix,
  )) {
    await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`)
  }
  const entry = `${prefix}run`
  const roles = await names(client, 'SELECT rolname AS name FROM pg_roles WHERE starts_with(rolname, $1)', prefix)
  for (const name of [...roles.filter((role) => role !== entry), ...roles.filter((role) => role === entry)]) {
    const role = client.escapeIdentifier(name)
    // What it was granted in this database and on shared things stands in the way.
    await client.query(`DROP OWNED BY ${role}; DROP ROLE IF EXISTS ${role}`)
  }
}

async function names(client: Client, query: string, prefix: string): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(query, [prefix])
  return rows.map(({ name }) => name)
}
