import pg from 'pg'
import { messageOf } from '../kernel/errors.ts'
import type { Login } from '../world/databases/servers/server.ts'
import { loginOf } from '../world/databases/servers/url/login.ts'
import { uninfluenced } from '../world/databases/uninfluenced.ts'
import { isLost, toldTrouble } from './trouble.ts'

// biome-ignore lint/suspicious/noExplicitAny: what a statement gives is known where it stands
type Row = any

/** What runs statements: the pool, or one transaction. */
export interface Sql {
  query(text: string, values?: readonly unknown[]): Promise<Row[]>
}

/** The database of a queue. A connection that was lost is made anew for the next statement. */
export interface QueueDatabase extends Sql, AsyncDisposable {
  /** Where it is, for people: without its password. */
  readonly place: string
  /** All of it, or nothing. */
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
}

/** How long a server may take to accept a connection, in ms. */
const CONNECT_LIMIT_MS = 10_000
/** At once: trials that end together do not wait for one another, and the sign of life waits for none of them. */
const CONNECTIONS = 5

/** A process that stops within a transaction keeps nobody else from what it holds for longer, in ms. */
const STALLED_LIMIT_MS = 10_000

/** @param url `postgres://USER:PASSWORD@HOST:PORT/DATABASE`. Nothing is connected yet. @throws {UsageError} it is none. */
export function openDatabase(url: string): QueueDatabase {
  const login = loginOf(url)
  const place = placeOf(login)
  const pool = uninfluenced(
    () =>
      new pg.Pool({
        ...login,
        ...{ max: CONNECTIONS, application_name: 'mettle queue', connectionTimeoutMillis: CONNECT_LIMIT_MS },
        ...{ keepAlive: true, options: `-c idle_in_transaction_session_timeout=${STALLED_LIMIT_MS}` },
      }),
  )
  // The next statement tells of it. One may be lost in the same turn of the loop in which it was made.
  pool.on('error', () => {}).on('connect', (client) => client.on('error', () => {}))
  const connected = () => uninfluenced(() => pool.connect())
  return {
    place,
    query: async (text, values) => {
      const client = await connected()
      let lost = true
      try {
        const { rows } = await client.query(text, values as unknown[])
        lost = false
        return rows
      } catch (thrown) {
        lost = isLost(thrown)
        throw thrown
      } finally {
        client.release(lost)
      }
    },
    transaction: async (work) => {
      const client = await connected()
      let broken = true
      try {
        await client.query('BEGIN')
        const done = await work({ query: async (text, values) => (await client.query(text, values as unknown[])).rows })
        await client.query('COMMIT')
        broken = false
        return done
      } finally {
        // The server undoes what was not committed when its connection ends.
        client.release(broken)
      }
    },
    [Symbol.asyncDispose]: () => pool.end(),
  }
}

function placeOf({ user, host, port, database }: Login): string {
  const named = host.includes(':') ? `[${host}]` : host
  return `postgres://${encodeURIComponent(user)}@${named}:${port}/${database}`
}

/** How long somebody waits for a server that is gone for a while, in ms. */
const PATIENCE_MS = 60_000
/** Between two tries, in ms: most connections that are lost can be made anew at once. */
const [FIRST_PAUSE_MS, PAUSE_MS] = [25, 500]

/**
 * Does something with the queue, again where the connection was lost meanwhile: what is done must be the same when done twice.
 * @param onLost Told once of each loss, with a sentence. @param signal Ends the waiting.
 * @throws {PrerequisiteError} the server did not come back, or it lacks something.
 */
export async function patiently<T>(
  database: Pick<QueueDatabase, 'place'>,
  work: () => Promise<T>,
  { onLost, signal, patienceMs = PATIENCE_MS }: Patience = {},
): Promise<T> {
  const since = performance.now()
  for (let tries = 0; ; tries++) {
    try {
      return await work()
    } catch (thrown) {
      const isOver = performance.now() - since > patienceMs || signal?.aborted
      if (!isLost(thrown) || isOver) throw toldTrouble(thrown, database.place)
      if (tries === 0)
        onLost?.(`The connection to the queue at ${database.place} was lost (${messageOf(thrown)}). Trying again.`)
      await new Promise((resolve) => setTimeout(resolve, Math.min(FIRST_PAUSE_MS * 2 ** tries, PAUSE_MS)))
    }
  }
}

export interface Patience {
  onLost?: ((told: string) => void) | undefined
  signal?: AbortSignal | undefined
  patienceMs?: number
}
