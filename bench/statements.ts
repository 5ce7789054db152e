import { Client } from 'pg'
import { seated } from '../src/boundary/decision.ts'
import { createSeam } from '../src/boundary/seam.ts'
import type { SqlConnection } from '../src/boundary/sql-database.ts'
import { channels } from '../src/channels/index.ts'
import { sqlDatabase } from '../src/channels/sql/client.ts'
import { approval } from '../src/guards/approval.ts'
import { manualClock } from '../src/kernel/clock.ts'
import { createRandom } from '../src/kernel/random.ts'
import { connect, RESTORING } from '../src/world/databases/lanes/connect.ts'
import { openRunDatabases } from '../src/world/databases/run-databases.ts'
import { startServer } from '../src/world/databases/servers/start-server.ts'
import { openDatabases } from '../src/world/databases/sessions/open.ts'
import { urlOf } from '../test/world/databases/a-server.ts'
import { shop } from './project/database.ts'

/** Sends a statement over one connection, and waits for its answer. */
export type Send = (text: string, values: readonly unknown[]) => Promise<unknown>

export interface Contestants extends AsyncDisposable {
  /** A driver of its own on the same database, its role and its triggers. */
  bare: Send
  /** Across the seam without a guard. */
  seam: Send
  /** Across the seam, each change looked at by a guard. */
  inspected: Send
  /** Puts back what was changed, and does nothing else. */
  putBack(): Promise<unknown>
}

/** Three ways to one real server. */
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
  const across = (watched: boolean): SqlConnection => {
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
    const world = open.worlds.shop
    if (!world) throw new Error('There is no database "shop".')
    return sqlDatabase(world, { seam, principal: 'agent', clock, signal })
  }
  const [plain, watched] = [across(false), across(true)]
  return {
    bare: (text, values) => client.query(text, [...values]),
    seam: (text, values) => plain.query(text, values),
    inspected: (text, values) => watched.query(text, values),
    putBack: () => admin.query({ name: 'put-back', text: 'SELECT * FROM mettle.put_back()' }),
    [Symbol.asyncDispose]: async () => {
      await Promise.all([client.end(), admin.end()])
      await open.close()
      await databases[Symbol.asyncDispose]()
      await server[Symbol.asyncDispose]()
    },
  }
}
