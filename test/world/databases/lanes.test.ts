import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { defineDatabase } from '../../../src/world/databases/define.ts'
import { parseRows } from '../../../src/world/databases/journal/exact-json.ts'
import { FORGET } from '../../../src/world/databases/lanes/forget.ts'
import type { LaneLogin, RowChange } from '../../../src/world/databases/lanes/lane.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { asAdmin, type Lane, logIn, openStage, type Stage } from './a-lane.ts'
import { aServer } from './a-server.ts'

const ROUNDS = process.env.METTLE_PROVE ? 3_000 : 300

const shop = defineDatabase({
  schema: {
    sql: `CREATE TABLE orders (id bigint PRIMARY KEY, total numeric(12, 2), note text);
      CREATE TABLE many (id int PRIMARY KEY); CREATE TABLE keyless (a int, b text); CREATE TABLE huge (id int PRIMARY KEY);
      CREATE TABLE parted (id int PRIMARY KEY, v int GENERATED ALWAYS AS (id * 2) VIRTUAL) PARTITION BY RANGE (id);
      CREATE TABLE parted_low PARTITION OF parted FOR VALUES FROM (0) TO (10); CREATE TABLE parted_high PARTITION OF parted FOR VALUES FROM (10) TO (20);`,
  },
  rows: {
    sql: `INSERT INTO orders SELECT i, i, 'n' FROM generate_series(1, 100) i; INSERT INTO orders VALUES (9007199254740993, 0.10, NULL);
      INSERT INTO many SELECT i FROM generate_series(1, 12000) i; INSERT INTO keyless VALUES (1, 'x'), (1, 'x'), (2, 'y'); INSERT INTO parted VALUES (1), (11);
      INSERT INTO huge SELECT i FROM generate_series(1, 20001) i`,
  },
  grants: { sql: 'GRANT SELECT, INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public TO agent' },
})
const ledger = defineDatabase({
  schema: { sql: 'CREATE TABLE entries (id serial PRIMARY KEY, n int); INSERT INTO entries (n) VALUES (1)' },
})

let server: DatabaseServer
let stage: Stage
let lane: Lane

beforeAll(async () => {
  server = await aServer()
  stage = await openStage(server, { shop, 'The Ledger': ledger })
  lane = stage.lanes[0] as Lane
}, 60_000)

afterAll(async () => {
  await stage?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

function login(name = 'shop'): LaneLogin {
  return lane.lease()[name] as LaneLogin
}

interface Report {
  seq: number
  now: string | null
  changes: RowChange[]
  more?: Record<string, { create: number; update: number; delete: number }>
}

async function report(session: Client, after = 0): Promise<Report> {
  const { rows } = await session.query<{ text: string }>('SELECT mettle_seam.changes($1, $2) AS text', [
    login().secret,
    after,
  ])
  return parseRows(rows[0]?.text ?? '') as Report
}

async function release(reported?: Record<string, number>) {
  const released = await lane.release({ sessions: 'ended', ...(reported && { reported }) })
  expect(released.problems).toEqual([])
  expect(await lane.verify()).toEqual([])
  return released
}

it('tells a row before and after exactly, within its transaction, and forgets what is rolled back', async () => {
  const session = await logIn(login())
  await session.query(
    `BEGIN; SET mettle.now = '2030-01-01T00:00:00Z'; UPDATE orders SET total = 99999999.99 WHERE id > 1000`,
  )
  const id = '9007199254740993'
  const change = {
    seq: 1,
    table: 'orders',
    op: 'update',
    id,
    before: { id, total: 0.1, note: null },
    after: { id, total: 99999999.99, note: null },
  }
  expect(await report(session)).toEqual({ seq: 1, now: '2030-01-01T00:00:00Z', changes: [change] })
  await session.query('SAVEPOINT s; DELETE FROM parted WHERE id = 11; INSERT INTO keyless VALUES (2, $$y$$)')
  const keyless = expect.stringMatching(/^~[0-9a-f]{32}$/)
  expect((await report(session, 1)).changes).toEqual([
    { seq: 2, table: 'parted', op: 'delete', id: '11', before: { id: 11 } },
    { seq: 3, table: 'keyless', op: 'create', id: keyless, after: { a: 2, b: 'y' } },
  ])
  await session.query('ROLLBACK TO s')
  expect(await report(session, 1)).toMatchObject({ seq: 3, changes: [] })
  await session.query('COMMIT; UPDATE parted SET id = 12 WHERE id = 1')
  const moved = [
    { op: 'delete', id: '1' },
    { op: 'create', id: '12' },
  ]
  expect((await report(session, 3)).changes).toMatchObject(moved)
  await session.query('BEGIN; DELETE FROM orders; ROLLBACK')
  expect((await report(session, 5)).changes).toEqual([])
  const another = await logIn(login())
  expect((await report(another)).changes, 'another session of the same role').toEqual([])
  await another.end()
  await session.end()
  expect(await release({ shop: 3 })).toEqual({ reset: 'journal', changes: 3, beyond: 0, problems: [] })
})

it('tells a large row by its size', async () => {
  const session = await logIn(login())
  await session.query(
    `UPDATE orders SET note = (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 3000) i) WHERE id = 1; UPDATE orders SET note = repeat('x', 100000) WHERE id = 2`,
  )
  const { changes } = await report(session)
  expect(changes[0]).toMatchObject({
    before: { note: 'n' },
    after: { mettle: 'too large', bytes: expect.closeTo(96_000, -3) },
  })
  expect(changes[1]).toMatchObject({ before: { note: 'n' }, after: { mettle: 'too large' } })
  await session.end()
  expect(await release()).toMatchObject({ reset: 'journal', changes: 2 })
})

it('only counts what is beyond 10,000 changes, TRUNCATE among them', async () => {
  const session = await logIn(login())
  await session.query(
    'BEGIN; TRUNCATE many; INSERT INTO many SELECT i FROM generate_series(1, 50) i; UPDATE keyless SET a = 3',
  )
  const { changes, more } = await report(session)
  expect(changes).toHaveLength(10_000)
  expect(more).toEqual({ many: { create: 50, update: 0, delete: 2_000 }, keyless: { create: 3, update: 0, delete: 3 } })
  await session.query('COMMIT')
  await session.end()
  expect(await release()).toMatchObject({ reset: 'reload', changes: 12_056 })
})

it('is cloned where too much was changed', async () => {
  const session = await logIn(login())
  await session.query('TRUNCATE huge')
  await session.end()
  expect(await release()).toMatchObject({
    reset: 'clone',
    changes: 20_001,
    why: expect.stringContaining('more than 20000 rows were changed'),
  })
})

it('gives all changes of all sessions where not as many were reported', async () => {
  const sessions = [await logIn(login()), await logIn(login()), await logIn(login('The Ledger'))]
  for (const [at, session] of sessions.entries())
    await session.query(
      at < 2 ? `UPDATE orders SET note = 's${at}' WHERE id = ${at + 1}` : 'INSERT INTO entries (n) VALUES (5)',
    )
  const pids = sessions.map((session) => (session as unknown as { processID: number }).processID)
  await Promise.all(sessions.map((session) => session.end()))
  const released = await release({ shop: 1, 'The Ledger': 1 })
  expect(released).toMatchObject({ reset: 'journal', changes: 3 })
  expect(Object.keys(released.unreported ?? {})).toEqual(['shop'])
  expect(released.unreported?.shop).toMatchObject([
    { pid: pids[0], id: '1', after: { note: 's0' } },
    { pid: pids[1], id: '2', after: { note: 's1' } },
  ])
})

it('knows what each trial finds, with the ids of the journal', async () => {
  const { tables = {}, partial } = stage.snapshots.shop ?? {}
  expect(partial).toEqual(['huge', 'many'])
  expect(tables.orders).toMatchObject({
    '7': { id: 7, total: 7, note: 'n' },
    '9007199254740993': { id: '9007199254740993', total: 0.1 },
  })
  expect(tables.parted).toEqual({ '1': { id: 1 }, '11': { id: 11 } })
  expect(Object.keys(tables.many ?? {})).toHaveLength(10_000)
  expect(stage.snapshots['The Ledger']?.tables).toEqual({ entries: { '1': { id: 1, n: 1 } } })
  const session = await logIn(login())
  await session.query('DELETE FROM keyless WHERE a = 2')
  const [gone] = (await report(session)).changes
  expect(tables.keyless?.[gone?.id ?? '']).toEqual({ a: 2, b: 'y' })
  await session.end()
  expect(await release()).toMatchObject({ reset: 'reload' })
})

it('does not make serializable transactions fail that do not meet, as long as none asks before it commits', async () => {
  const meet = async (asking: boolean) => {
    const [one, two] = [await logIn(login()), await logIn(login())]
    for (const [at, session] of [one, two].entries()) {
      await session.query('BEGIN ISOLATION LEVEL SERIALIZABLE')
      await session.query(at === 0 ? `UPDATE orders SET note = 'one' WHERE id = 1` : `INSERT INTO many VALUES (90000)`)
      if (asking) expect((await report(session)).changes).toHaveLength(1)
    }
    const ends: string[] = []
    for (const session of [one, two]) {
      await session.query('COMMIT').then(
        () => ends.push('committed'),
        (error: { code: string }) => ends.push(error.code),
      )
    }
    await Promise.all([one.end(), two.end()])
    await release()
    return ends
  }
  expect(await meet(false)).toEqual(['committed', 'committed'])
  // The limit, written down in docs/databases-reset.md: both have read the journal that the other writes.
  expect(await meet(true)).toEqual(['committed', '40001'])
})

it(`does not grow and does not slow down over ${ROUNDS} trials`, async () => {
  const admin = await asAdmin(server, login().database)
  const size = async () =>
    Number(
      (
        await admin.query<{ bytes: string }>(
          `SELECT sum(pg_total_relation_size(oid))::text AS bytes FROM pg_class WHERE relkind IN ('r', 'S')`,
        )
      ).rows[0]?.bytes,
    )
  const session = await logIn(login())
  const times: number[] = []
  const sizes: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    for (let at = 1; at <= 5; at++)
      await session.query('UPDATE orders SET total = total + 1, note = $1 WHERE id = $2', ['x'.repeat(200), at])
    await session.query(FORGET)
    const started = performance.now()
    expect((await lane.release({ sessions: 'kept' })).reset).toBe('journal')
    times.push(performance.now() - started)
    if (round % 50 === 49) sizes.push(await size())
  }
  await session.end()
  await admin.end()
  const median = (some: number[]) => some.toSorted((a, b) => a - b)[some.length >> 1] ?? 0
  const [early, late] = [median(times.slice(0, ROUNDS / 3)), median(times.slice(-ROUNDS / 3))]
  console.log({
    rounds: ROUNDS,
    earlyMs: early,
    lateMs: late,
    megabytes: sizes.filter((_, at) => at % Math.ceil(sizes.length / 6) === 0).map((bytes) => bytes / 1e6),
  })
  expect(Math.max(...sizes) - (sizes[0] ?? 0)).toBeLessThan(3_000_000)
  expect(late).toBeLessThan(3 * early)
}, 300_000)

it('gives every trial a fresh clone where it is asked to', async () => {
  await using fresh = await openStage(server, { shop, 'The Ledger': ledger }, { reset: 'clone' })
  const [only] = fresh.lanes
  const oids: string[] = []
  for (let trial = 0; trial < 3; trial++) {
    const session = await logIn(only?.lease().shop as LaneLogin)
    const { rows } = await session.query<{ oid: string }>(
      'SELECT oid::text FROM pg_database WHERE datname = current_database()',
    )
    oids.push(rows[0]?.oid ?? '')
    await session.query(`UPDATE orders SET note = 'z' WHERE id < 3`)
    await session.end()
    const released = await only?.release({ sessions: 'ended', reported: { shop: trial === 0 ? 2 : 1 } })
    expect(released).toMatchObject({ reset: 'clone', changes: 2, problems: [] })
    expect(released?.unreported?.shop?.length).toBe(trial === 0 ? undefined : 2)
  }
  expect(new Set(oids).size).toBe(3)
})
