import { Client } from 'pg'
import { createSeam } from '../src/boundary/seam.ts'
import { seated } from '../src/boundary/seat.ts'
import type { SqlConnection } from '../src/boundary/sql-database.ts'
import { channels } from '../src/channels/index.ts'
import { sqlDatabase } from '../src/channels/sql/client.ts'
import { approval } from '../src/guards/approval.ts'
import { manualClock } from '../src/kernel/clock.ts'
import { createRandom } from '../src/kernel/random.ts'
import { openRunDatabases } from '../src/world/databases/run-databases.ts'
import { openDatabases } from '../src/world/databases/sessions/open.ts'
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
}

/** Three ways to one real server. */
export async function openContestants(): Promise<Contestants> {
  const wanted = { file: import.meta.filename, databases: { shop }, startsAt: Date.UTC(2026, 0, 5, 9) }
  const databases = await openRunDatabases({ backend: 'embedded', seed: 'bench', reset: 'journal', wanted: [wanted] })
  const { logins } = await databases.lease(wanted)
  const clock = manualClock()
  const open = await openDatabases(logins, clock)
  const { secret: _, ...login } = { secret: '', ...logins.shop }
  const client = new Client(login)
  await client.connect()
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
    [Symbol.asyncDispose]: async () => {
      await client.end()
      await open.close()
      await databases[Symbol.asyncDispose]()
    },
  }
}
