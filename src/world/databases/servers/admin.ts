import type { Client } from 'pg'
import { disconnect } from '../disconnect.ts'
import { uninfluenced } from '../uninfluenced.ts'
import type { Login } from './server.ts'

/** How long a server may take to accept a login, in ms. */
const CONNECT_LIMIT_MS = 10_000

/** Logs in, works, logs out. */
export async function withAdmin<T>(login: Login, work: (client: Client) => Promise<T>): Promise<T> {
  const { default: pg } = await import('pg')
  const said = { ...login, connectionTimeoutMillis: CONNECT_LIMIT_MS, application_name: 'mettle' }
  const client = uninfluenced(() => new pg.Client(said))
  // A server that ends says so to idle sessions, too. Statements under way fail with it.
  client.on('error', () => {})
  await client.connect()
  try {
    return await work(client)
  } finally {
    await disconnect(client)
  }
}
