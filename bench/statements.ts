import { type AddressInfo, createServer, connect as dial } from 'node:net'
import { Client, type ClientConfig } from 'pg'
import { seated } from '../src/boundary/decision.ts'
import { createSeam } from '../src/boundary/seam.ts'
import type { SqlConnection } from '../src/boundary/sql-database.ts'
import { channels } from '../src/channels/index.ts'
import { sqlDatabase } from '../src/channels/sql/client.ts'
import { sql } from '../src/channels/sql.ts'
import { approval } from '../src/guards/approval.ts'
import { manualClock } from '../src/kernel/clock.ts'
import { createRandom } from '../src/kernel/random.ts'
import { connect, RESTORING } from '../src/world/databases/lanes/connect.ts'
import { openRunDatabases } from '../src/world/databases/run-databases.ts'
import { startServer } from '../src/world/databases/servers/start-server.ts'
import { openDatabases } from '../src/world/databases/sessions/open.ts'
import { NOTHING } from '../test/channels/examples.ts'
import { urlOf } from '../test/world/databases/a-server.ts'
import { shop } from './project/database.ts'

/** Sends a statement over one connection, and waits for its answer. */
export type Send = (text: string, values: readonly unknown[]) => Promise<{ rows: unknown[] }>

export interface Contestants extends AsyncDisposable {
  /** A driver of its own on the same database, its role and its triggers. */
  bare: Send
  /** Across the seam without a guard. */
  seam: Send
  /** Across the seam, each change looked at by a guard. */
  inspected: Send
  /** A driver of its own, through a hop of Node's in this process that relays and does nothing else. */
  hop: Send
  /** A driver of its own, through the server for drivers: without a guard, and with one that looks. */
  wire: Send
  wireInspected: Send
  /** Puts back what was changed, and does nothing else. */
  putBack(): Promise<unknown>
}

/** The ways to one real server. */
export async function openContestants(): Promise<Contestants> {
  const wanted = { file: import.meta.filename, databases: { shop }, startsAt: Date.UTC(2026, 0, 5, 9) }
  // The run finds its server at a URL: its administrator is known here then.
  const server = await startServer('embedded', { digest: 'bench', prepare: async () => {} })
  const databases = await openRunDatabases({
    backend: urlOf(server.admin),
    seed: 'bench',
    reset: 'journal',
    wanted: [wanted],
  })
  const { logins } = await databases.lease(wanted)
  const clock = manualClock()
  const open = await openDatabases(logins, clock)
  const { secret: _, ...login } = { secret: '', ...logins.shop }
  const client = new Client(login)
  await client.connect()
  const admin = await connect({ ...server.admin, database: logins.shop?.database ?? '' }, RESTORING)
  const crossing = (watched: boolean) => {
    const context = { clock, random: createRandom('bench'), alert: () => {} }
    const state = approval.start(approval.params.parse({ over: { items: 10 } }), context)
    const { signal } = new AbortController()
    const seam = createSeam({
      channels,
      guards: watched ? [seated(state, 'approval', 'enforce')] : [],
      injector: { draw: () => [] },
      approver: undefined,
      clock,
      signal,
      maxCalls: Number.POSITIVE_INFINITY,
      write: (event) => void JSON.stringify(event),
      stop: () => {},
    })
    return { seam, principal: 'agent', clock, signal }
  }
  const across = (watched: boolean): SqlConnection => {
    const world = open.worlds.shop
    if (!world) throw new Error('There is no database "shop".')
    return sqlDatabase(world, crossing(watched))
  }
  const [plain, watched] = [across(false), across(true)]
  const service = await sql.serve?.()
  if (!service) throw new Error('The channel sql has no server.')
  const drivers: Client[] = []
  const driver = async (config: ClientConfig): Promise<Send> => {
    const one = new Client(config)
    await one.connect()
    drivers.push(one)
    return (text, values) => one.query(text, [...values])
  }
  const through = (watched: boolean) => {
    const stage = { ...NOTHING, databases: open.worlds, ...crossing(watched), order: { model: null }, write: () => {} }
    return driver({ connectionString: service.offer(stage).env.DATABASE_URL })
  }
  const relay = await openRelay(login)
  return {
    hop: await driver({ ...login, host: '127.0.0.1', port: relay.port }),
    wire: await through(false),
    wireInspected: await through(true),
    bare: (text, values) => client.query(text, [...values]),
    seam: (text, values) => plain.query(text, values),
    inspected: (text, values) => watched.query(text, values),
    putBack: () => admin.query({ name: 'put-back', text: 'SELECT * FROM mettle.put_back()' }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([client.end(), admin.end(), ...drivers.map((one) => one.end())])
      await service[Symbol.asyncDispose]()
      relay.close()
      await open.close()
      await databases[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}

/** What a hop costs that is there at all. */
async function openRelay({ host = '', port = 0 }: ClientConfig): Promise<{ port: number; close(): void }> {
  const relay = createServer((client) => {
    const upstream = host.startsWith('/') ? dial(`${host}/.s.PGSQL.${port}`) : dial(port, host)
    for (const socket of [client, upstream]) socket.setNoDelay(true).on('error', () => {})
    client.pipe(upstream).pipe(client)
  })
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve))
  return { port: (relay.address() as AddressInfo).port, close: () => relay.close() }
}
