import { type Client, escapeLiteral } from 'pg'
import { quote } from '../journal/quote.ts'
import { laneRoleName, type Template } from '../templates/names.ts'

/** Sessions that an agent may have at once. */
const MOST_SESSIONS = 16

/** How every session of the agent begins. It may change these for itself; what it keeps for later sessions is put back. */
const SETTINGS: Readonly<Record<string, string>> = {
  timezone: 'UTC',
  datestyle: 'ISO, MDY',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  statement_timeout: '0',
  lock_timeout: '0',
  idle_in_transaction_session_timeout: '0',
  client_connection_check_interval: '100ms',
  synchronize_seqscans: 'off',
  max_parallel_workers_per_gather: '0',
}

/** The login role of one lane: it owns nothing, may create nothing, and reaches no other lane's databases. */
export interface LaneRole {
  name: string
  oid: number
}

export async function makeRole(
  admin: Client,
  lane: number,
  templates: readonly Template[],
  prefix: string,
  mark: string,
): Promise<LaneRole> {
  const name = laneRoleName(prefix, lane)
  const role = quote(name)
  await admin.query(
    `CREATE ROLE ${role} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT ${MOST_SESSIONS}`,
  )
  await admin.query(`COMMENT ON ROLE ${role} IS ${escapeLiteral(mark)}`)
  const { rows } = await admin.query<{ oid: number; version: number }>(
    `SELECT oid::int8::int AS oid, current_setting('server_version_num')::int AS version FROM pg_roles WHERE rolname = $1`,
    [name],
  )
  const { oid = 0, version = 0 } = rows[0] ?? {}
  const how = version >= 160_000 ? ' WITH INHERIT TRUE, SET FALSE' : ''
  for (const { agents } of templates) await admin.query(`GRANT ${quote(agents)} TO ${role}${how}`)
  return { name, oid }
}

/** Puts back what the role may have set for its own later sessions, and gives it what a new one has. */
export async function settle(admin: Client, { name }: LaneRole): Promise<void> {
  const role = quote(name)
  await admin.query(`ALTER ROLE ${role} RESET ALL`)
  const settings = Object.entries(SETTINGS).map(
    ([setting, value]) => `ALTER ROLE ${role} SET ${setting} = ${escapeLiteral(value)};`,
  )
  await admin.query(settings.join('\n'))
}

/**
 * Where the agent's names are looked up: as in production, but that the trial's clock comes before PostgreSQL's own functions.
 * The first schema is where new tables go.
 */
export async function setSearchPath(
  admin: Client,
  { name }: LaneRole,
  database: string,
  schemas: readonly string[],
): Promise<void> {
  const [first = 'public', ...others] = schemas
  const path = [first, 'mettle_clock', 'pg_catalog', ...others].map(quote).join(', ')
  await admin.query(`ALTER ROLE ${quote(name)} IN DATABASE ${quote(database)} RESET ALL`)
  await admin.query(`ALTER ROLE ${quote(name)} IN DATABASE ${quote(database)} SET search_path = ${path}`)
}

/** The login's next password. The one before is worth nothing from now on. */
export function passwordStatement({ name }: LaneRole, verifier: string): string {
  return `ALTER ROLE ${quote(name)} LOGIN PASSWORD ${escapeLiteral(verifier)} VALID UNTIL 'infinity'`
}
