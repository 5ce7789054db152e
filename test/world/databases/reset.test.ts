import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRandom } from '../../../src/kernel/random.ts'
import { FORGET } from '../../../src/world/databases/lanes/forget.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { asAdmin, logIn, openStage, type Stage } from './a-lane.ts'
import { aServer } from './a-server.ts'
import { differing, dump } from './dump.ts'
import { hostileDatabase } from './hostile-schema.ts'
import { hostileStatements } from './hostile-statements.ts'
import { undo } from './undo.ts'

const RUNS = process.env.METTLE_PROVE ? 800 : 30

let server: DatabaseServer
let stage: Stage
let pristine: string[]

beforeAll(async () => {
  server = await aServer()
  stage = await openStage(server, hostileDatabase())
  const admin = await asAdmin(server)
  await admin.query(`CREATE DATABASE fresh TEMPLATE ${stage.template.database}`)
  await admin.end()
  const fresh = await asAdmin(server, 'fresh')
  pristine = await dump(fresh)
  await fresh.end()
}, 60_000)

afterAll(async () => {
  const admin = await asAdmin(server)
  await admin.query('DROP DATABASE IF EXISTS fresh WITH (FORCE)')
  await admin.end()
  await stage?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

/** Runs a session's statements; those that fail are as good as the others. */
async function perform(session: Client, statements: readonly string[], errors: Record<string, number>): Promise<void> {
  for (const statement of statements) {
    await session.query(statement).catch((error: { code?: string }) => {
      errors[error.code ?? 'none'] = (errors[error.code ?? 'none'] ?? 0) + 1
    })
  }
}

async function dumpLane(): Promise<string[]> {
  const login = stage.lanes[0]?.lease().shop
  const admin = await asAdmin(server, login?.database)
  try {
    return await dump(admin)
  } finally {
    await admin.end()
  }
}

it(`a lane is as its template after each of ${RUNS} random histories`, async () => {
  const lane = stage.lanes[0]
  if (!lane) throw new Error('no lane')
  const errors: Record<string, number> = {}
  const resets: Record<string, number> = {}
  const wrong: string[] = []
  const times: number[] = []
  let [count, rows] = [0, 0]
  for (let run = 0; run < RUNS; run++) {
    const random = createRandom('reset').fork(run)
    const session = await logIn(lane.lease().shop as never)
    await session.query(`SET search_path = depot, public; SET statement_timeout = 2000`)
    const statements = hostileStatements(random)
    await perform(session, statements, errors)
    const sessions = random.int(2) === 0 ? 'kept' : 'ended'
    if (sessions === 'kept') {
      await session.query('ROLLBACK')
      await session.query(FORGET)
    }
    const started = performance.now()
    const released = await lane.release({ sessions })
    times.push(performance.now() - started)
    await session.end().catch(() => {})
    if (released.problems.length > 0 || released.why?.includes('the reset failed'))
      throw new Error(`${released.why} ${released.problems}\n${statements.join(';\n')}`)
    count += statements.length
    rows += released.changes
    resets[released.reset] = (resets[released.reset] ?? 0) + 1
    const differences = differing(await dumpLane(), pristine)
    if (differences.length > 0 || released.problems.length > 0) {
      wrong.push(
        `run ${run} (${released.reset}): ${[...released.problems, ...differences.slice(0, 5)].join(' | ')}\n  ${statements.join(';\n  ')}`,
      )
    }
  }
  times.sort((a, b) => a - b)
  console.log({
    runs: RUNS,
    statements: count,
    rows,
    resets,
    errors,
    wrong: wrong.length,
    medianMs: times[times.length >> 1],
  })
  expect(wrong.slice(0, 3)).toEqual([])
  // Some of each kind: the histories reach what they are meant to reach.
  expect(Object.keys(resets).sort()).toEqual(['clone', 'journal', 'reload'])
  expect(await lane.verify()).toEqual([])
}, 600_000)

it('a reset from the images of the rows fails the same check', async () => {
  const lane = stage.lanes[0]
  if (!lane) throw new Error('no lane')
  let [wrong, tried] = [0, 0]
  for (let run = 0; run < RUNS / 2; run++) {
    const session = await logIn(lane.lease().shop as never)
    await session.query(`SET search_path = depot, public`)
    await perform(session, hostileStatements(createRandom('reset').fork(run)).filter(isOfKeyedRows), {})
    await session.end()
    const admin = await asAdmin(server, lane.lease().shop?.database)
    const failed = await undo(admin).catch(() => 'failed')
    await admin.query('ROLLBACK')
    tried++
    if (failed || differing(await dump(admin), pristine).length > 0) wrong++
    await admin.end()
    expect((await lane.release({ sessions: 'ended' })).problems).toEqual([])
  }
  console.log({ undoneFromImages: tried, wrong })
  expect(wrong).toBeGreaterThan(tried / 10)
}, 600_000)

/** What an undo could be expected to undo. */
function isOfKeyedRows(statement: string): boolean {
  return !/\blines\b|TRUNCATE|CREATE|ALTER|DROP|DISABLE|REFRESH/.test(statement)
}

it('a difference that no trigger sees is found by a full comparison, and only by that', async () => {
  const lane = stage.lanes[0]
  const admin = await asAdmin(server, lane?.lease().shop?.database)
  const plant = async (sql: string) => {
    await admin.query(`SET session_replication_role = replica; SET search_path = depot, public; ${sql}`)
    const found = await lane?.verify()
    return found
  }
  try {
    expect(await plant(`UPDATE goods SET note = '{"b":1,"a":2,"a":3}' WHERE id = 7`)).toEqual(['shop: depot.goods'])
    expect(
      await plant(
        `UPDATE goods g SET note = b.note FROM (SELECT '{"b": 1,   "a":2, "a":3}'::json AS note) b WHERE id = 7`,
      ),
    ).toEqual([])
    expect(await plant(`UPDATE gauges SET v = 0 WHERE k = 0`)).toEqual(['shop: depot.gauges'])
    expect(await plant(`UPDATE gauges SET v = '-0' WHERE k = 0; SELECT setval('loose', 40)`)).toEqual([
      'shop: sequence depot.loose',
    ])
    expect(await plant(`SELECT setval('loose', 1, false); DELETE FROM mettle.base_1`)).toEqual([
      expect.stringContaining('pristine copy of'),
    ])
  } finally {
    await admin.end()
  }
  const session = await logIn(lane?.lease().shop as never)
  await session.query(`CREATE TABLE depot.made_now (id int)`)
  await session.end()
  expect(await lane?.release({ sessions: 'ended' })).toMatchObject({
    reset: 'clone',
    why: expect.stringContaining('CREATE TABLE depot.made_now'),
  })
  expect(await lane?.verify()).toEqual([])
})
