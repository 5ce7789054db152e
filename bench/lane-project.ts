import { Client } from 'pg'
import { defineDatabase } from '../src/world/databases/define.ts'
import { connect, RESTORING } from '../src/world/databases/lanes/connect.ts'
import { FORGET } from '../src/world/databases/lanes/forget.ts'
import type { LaneLogin } from '../src/world/databases/lanes/lane.ts'
import type { DatabaseServer } from '../src/world/databases/servers/server.ts'
import { type Lane, openStage } from '../test/world/databases/a-lane.ts'

/** A shop of three tables with so many rows each, two lanes of it (one put back by its journal, one cloned), and who works there. */
export interface LaneProject extends AsyncDisposable {
  journal: Lane
  clones: Lane
  /** The administrator in the database of the lane `journal`. */
  admin: Client
  /** The agent's kept session in it. */
  agent: Client
  role: number
}

const tables = ['customers', 'orders', 'lines']

export async function openLaneProject(server: DatabaseServer, rows: number): Promise<LaneProject> {
  const sql = tables.map(
    (
      table,
    ) => `CREATE TABLE ${table} (id int PRIMARY KEY, name text, total numeric(12, 2), at timestamptz DEFAULT now());
    INSERT INTO ${table} SELECT i, 'name ' || i, i FROM generate_series(1, ${rows}) i;`,
  )
  const shop = defineDatabase({ schema: { sql: sql.join('\n') } })
  const own = await openStage(server, shop)
  const cloned = await openStage(server, shop, { reset: 'clone' })
  const journal = own.lanes[0] as Lane
  const { secret: _, ...login } = journal.lease().shop as LaneLogin
  const agent = new Client(login)
  // When the server stops, what went wrong before is what should be seen.
  agent.on('error', () => {})
  await agent.connect()
  await agent.query(FORGET)
  const admin = await connect({ ...server.admin, database: login.database }, RESTORING)
  const found = await admin.query<{ oid: number }>('SELECT oid::int8::int AS oid FROM pg_roles WHERE rolname = $1', [
    login.user,
  ])
  return {
    journal,
    clones: cloned.lanes[0] as Lane,
    admin,
    agent,
    role: found.rows[0]?.oid ?? 0,
    [Symbol.asyncDispose]: async () => {
      await Promise.all([agent.end(), admin.end()])
      await cloned[Symbol.asyncDispose]()
      await own[Symbol.asyncDispose]()
    },
  }
}

/** Five writes to three tables, and a session as new. */
export async function fiveWrites(agent: Client, turn: number): Promise<void> {
  for (let write = 0; write < 5; write++) {
    await agent.query(`UPDATE ${tables[write % 3]} SET total = total + 1 WHERE id = $1`, [
      1 + ((turn * 5 + write) % 900),
    ])
  }
  await agent.query(FORGET)
}

/** The way without a journal: every table emptied and filled again. */
export async function reseed(admin: Client): Promise<void> {
  await admin.query(`BEGIN; TRUNCATE ${tables.map((table) => `public.${table}`).join(', ')}`)
  for (const table of tables) {
    await admin.query(
      `DO $$ DECLARE copy text; BEGIN SELECT format('INSERT INTO public.${table} SELECT * FROM mettle.base_%s', rel) INTO copy FROM mettle.tables WHERE label = '${table}'; EXECUTE copy; END $$`,
    )
  }
  await admin.query('COMMIT')
}
