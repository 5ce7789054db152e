import type { Client } from 'pg'
import { quote } from '../journal/quote.ts'
import type { DatabaseServer } from '../servers/server.ts'

/** What every role may log in to, but for what runs have made. */
const OPEN = `SELECT datname AS name FROM pg_database
  WHERE datallowconn AND datname NOT LIKE 'mettle\\_%' AND has_database_privilege('public', oid, 'CONNECT') ORDER BY 1`

/** Who loses something when a database is closed to everybody: an administrator does not, and agents are to. */
const OTHERS = `SELECT count(*)::int AS count FROM pg_roles WHERE rolcanlogin AND NOT rolsuper AND rolname NOT LIKE 'mettle\\_%'`

/**
 * Closes the databases that are no lane's to the roles of agents. PostgreSQL lets every role connect unless that is taken from all of them. So
 * on a server of somebody's own only the two that each server begins with are closed, and only where nobody else logs in.
 * @returns What stays open.
 */
export async function closeOthers(admin: Client, { backend }: DatabaseServer): Promise<string[]> {
  const open = await openDatabases(admin)
  const closed = backend === 'url' ? await ownless(admin, open) : open
  if (closed.length === 0) return open
  // Another run may be doing the same: what counts is what it comes to.
  await admin.query(`REVOKE CONNECT ON DATABASE ${closed.map(quote).join(', ')} FROM PUBLIC`).catch(() => {})
  return openDatabases(admin)
}

async function ownless(admin: Client, open: readonly string[]): Promise<string[]> {
  const { rows } = await admin.query<{ count: number }>(OTHERS)
  return rows[0]?.count === 0 ? open.filter((name) => name === 'postgres' || name === 'template1') : []
}

async function openDatabases(admin: Client): Promise<string[]> {
  return (await admin.query<{ name: string }>(OPEN)).rows.map(({ name }) => name)
}
