import { Client, type ClientConfig } from 'pg'
import type { Login } from '../servers/server.ts'
import { uninfluenced } from '../uninfluenced.ts'

/** How long a server may take to accept a login, in ms. */
const CONNECT_LIMIT_MS = 30_000

/** A connection of the harness's own. Its loss shows at the next query, not as an uncaught error. */
export async function connect(
  login: Login,
  settings: Readonly<Record<string, string>> = {},
  more: ClientConfig = {},
): Promise<Client> {
  const options = Object.entries(settings).map(([name, value]) => `-c ${name}=${value}`)
  const said = {
    ...login,
    ...more,
    options: options.join(' '),
    application_name: 'mettle',
    connectionTimeoutMillis: CONNECT_LIMIT_MS,
  }
  const client = uninfluenced(() => new Client(said))
  client.on('error', () => {})
  await client.connect()
  return client
}

/**
 * What the connections set that read or restore rows: one way to write each value, one plan for each statement, and no
 * trigger, rule or foreign key that acts on what they do.
 */
export const RESTORING: Readonly<Record<string, string>> = {
  session_replication_role: 'replica',
  search_path: 'pg_catalog',
  timezone: 'UTC',
  datestyle: 'ISO',
  intervalstyle: 'postgres',
  bytea_output: 'hex',
  extra_float_digits: '1',
  lc_monetary: 'C',
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
  jit: 'off',
  statement_timeout: '0',
  idle_in_transaction_session_timeout: '0',
}
