import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRandom } from '../../../src/kernel/random.ts'
import { defineDatabase } from '../../../src/world/databases/define.ts'
import type { LaneLogin } from '../../../src/world/databases/lanes/lane.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { asAdmin, type Lane, logIn, openStage, type Stage } from './a-lane.ts'
import { aServer } from './a-server.ts'
import { differing, dump } from './dump.ts'

const KILLS = process.env.METTLE_PROVE ? 220 : 11

const STATES = [
  ...[
    'idle',
    'idle in transaction',
    'failed transaction',
    'holding advisory locks',
    'in a sleeping query',
    'in a counting query',
  ],
  ...['in a writing query', 'waiting for a lock', 'in COPY', 'sending much', 'connecting'],
]

const shop = defineDatabase({
  schema: { sql: 'CREATE TABLE orders (id int PRIMARY KEY, total numeric(12, 2))' },
  rows: { sql: 'INSERT INTO orders SELECT i, 1 FROM generate_series(1, 3000) i' },
})

let server: DatabaseServer
let stage: Stage
let lane: Lane
let superuser: Client
let pristine: string[]

beforeAll(async () => {
  server = await aServer()
  stage = await openStage(server, shop)
  lane = stage.lanes[0] as Lane
  superuser = await asAdmin(server)
  await superuser.query(`CREATE DATABASE fresh TEMPLATE ${stage.template.database}`)
  pristine = await dumpOf('fresh')
})

afterAll(async () => {
  await superuser?.query('DROP DATABASE fresh')
  await superuser?.end()
  await stage?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

function login(): LaneLogin {
  return lane.lease().shop as LaneLogin
}

async function dumpOf(database: string): Promise<string[]> {
  const client = await asAdmin(server, database)
  try {
    return await dump(client)
  } finally {
    await client.end()
  }
}

/** What belongs to the agents: sessions, locks, prepared transactions, roles and databases. */
async function leftovers(): Promise<unknown> {
  const { rows } = await superuser.query(`SELECT
    (SELECT count(*)::int FROM pg_stat_activity WHERE usename <> 'postgres') AS sessions,
    (SELECT count(*)::int FROM pg_locks l LEFT JOIN pg_stat_activity a USING (pid) WHERE a.usename IS DISTINCT FROM 'postgres') AS locks,
    (SELECT count(*)::int FROM pg_prepared_xacts) AS prepared,
    (SELECT string_agg(rolname, ' ' ORDER BY rolname) FROM pg_roles WHERE rolname LIKE 'mettle%') AS roles,
    (SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database) AS databases`)
  return rows[0]
}

/** Starts a victim, kills it in its state, and returns how long the lane was out of use, ms. */
async function kill(state: string, waitMs: number): Promise<number> {
  const victim = spawn(
    process.execPath,
    [join(import.meta.dirname, 'victim/victim.ts'), state, JSON.stringify(login())],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const exited = once(victim, 'exit')
  await once(victim.stdout, 'data')
  await setTimeout(waitMs)
  const started = performance.now()
  victim.kill('SIGKILL')
  await exited
  const released = await lane.release({ sessions: 'ended' })
  const session = await logIn(login())
  await session.query('SELECT 1 FROM orders LIMIT 1')
  const ms = performance.now() - started
  await session.end()
  expect(released.problems, state).toEqual([])
  return ms
}

it(`a lane is whole again after a kill, ${KILLS} times`, async () => {
  const random = createRandom('kills')
  const before = await leftovers()
  const times: { state: string; ms: number }[] = []
  for (let turn = 0; turn < KILLS; turn++) {
    const state = STATES[turn % STATES.length] ?? ''
    const blocker = state === 'waiting for a lock' ? await logIn(login()) : undefined
    await blocker?.query('SELECT pg_advisory_lock(77)')
    times.push({ state, ms: await kill(state, random.int(15)) })
    await blocker?.end().catch(() => {})
    await setTimeout(5)
    expect(differing(await dumpOf(login().database), pristine), state).toEqual([])
    expect(await leftovers(), state).toEqual(before)
  }
  expect(await lane.verify()).toEqual([])
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share: number) => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0)
  const slowest = times.toSorted((a, b) => b.ms - a.ms)[0]?.state
  console.log({ kills: KILLS, p50: at(0.5), p95: at(0.95), max: at(1), slowest })
}, 600_000)

it('without a release, a killed worker leaves what the checks look for', async () => {
  const before = await leftovers()
  const victim = spawn(
    process.execPath,
    [join(import.meta.dirname, 'victim/victim.ts'), 'in a writing query', JSON.stringify(login())],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  await once(victim.stdout, 'data')
  expect(await leftovers()).not.toEqual(before)
  victim.kill('SIGKILL')
  await once(victim, 'exit')
  await lane.release({ sessions: 'ended' })
  const session = await logIn(login())
  await session.query('UPDATE orders SET total = 7 WHERE id = 7')
  expect(differing(await dumpOf(login().database), pristine)).toHaveLength(2)
  expect(await lane.verify()).toEqual(['shop: orders'])
  await session.end()
  await lane.release({ sessions: 'ended' })
})
