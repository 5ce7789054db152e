import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { executing } from '../../../src/boundary/current.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
import { defineDatabase } from '../../../src/world/databases/define.ts'
import { openRunDatabases, type RunDatabases } from '../../../src/world/databases/run-databases.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { openDatabases } from '../../../src/world/databases/sessions/open.ts'
import { asAdmin, logIn } from './a-lane.ts'
import { aServer, urlOf } from './a-server.ts'

// The server takes 60 connections: 30 for lanes, which is 15 lanes of one database.
// With METTLE_PROVE=1 as many as once took every connection of a server.
const COUNT = process.env.METTLE_PROVE === '1' ? 90 : 40
const wanted = Array.from({ length: COUNT }, (_, n) => ({
  file: `/s${n}.scenario.ts`,
  databases: {
    shop: defineDatabase({
      schema: { sql: 'CREATE TABLE t (id int PRIMARY KEY, n int)' },
      rows: () => ({ t: [{ id: 1, n }] }),
    }),
  },
  startsAt: 0,
}))

let server: DatabaseServer
let admin: Client
let run: RunDatabases

beforeAll(async () => {
  server = await aServer()
  admin = await asAdmin(server)
  run = await openRunDatabases({ backend: urlOf(server.admin), seed: '1', reset: 'journal', wanted })
}, 300_000)
afterAll(async () => {
  await run?.[Symbol.asyncDispose]()
  await admin?.end()
  await server?.[Symbol.asyncDispose]()
})

async function connections(): Promise<number> {
  const { rows } = await admin.query<{ n: number }>(
    'SELECT count(*)::int AS n FROM pg_stat_activity WHERE datname IS NOT NULL',
  )
  return rows[0]?.n ?? 0
}

test(`${COUNT} scenarios with a database each get by with the connections of 15, and none is mixed up`, async () => {
  let most = 0
  for (const [n, one] of wanted.entries()) {
    const { logins, release } = await run.lease(one)
    const agent = await logIn(logins.shop as never)
    expect((await agent.query('SELECT n FROM t')).rows).toEqual([{ n }])
    if (n === 0) await admin.query('SELECT 1')
    most = Math.max(most, await connections())
    await agent.end()
    expect(await release({ sessions: 'ended', reported: {} })).toMatchObject({ problems: [] })
  }
  expect(most).toBeLessThan(30)
  // What is in a lane that was let go counts as well.
  const verified = await run.verify()
  expect(verified).toHaveLength(COUNT)
  expect(verified.flatMap(({ differences }) => differences)).toEqual([])
})

test('who asks for more lanes than the server has room for waits for one; each gets its own scenario’s', async () => {
  let most = 0
  let leased = 0
  const trial = async (n: number) => {
    const { logins, release } = await run.lease(wanted[n % COUNT] as never)
    most = Math.max(most, ++leased)
    const agent = await logIn(logins.shop as never)
    const { rows } = await agent.query('SELECT n FROM t')
    await agent.end()
    leased--
    const { problems } = await release({ sessions: 'ended', reported: {} })
    return { rows, problems }
  }
  const found = await Promise.all(Array.from({ length: 60 }, (_, n) => trial(n)))
  expect(found).toEqual(Array.from({ length: 60 }, (_, n) => ({ rows: [{ n: n % COUNT }], problems: [] })))
  // 48 connections are 24 lanes.
  expect(most).toBeGreaterThan(8)
  expect(most).toBeLessThanOrEqual(24)
})

test('who waits for a lane when the run is ended is told', async () => {
  const ending = new AbortController()
  const backend = urlOf(server.admin)
  await using ended = await openRunDatabases({
    backend,
    seed: '1',
    reset: 'journal',
    wanted: wanted.slice(0, 1),
    signal: ending.signal,
  })
  const asked = Array.from({ length: 30 }, () => ended.lease(wanted[0] as never).then(() => 'leased'))
  await Promise.any(asked)
  ending.abort(new Error('over'))
  const came = await Promise.all(asked.map((one) => one.catch((thrown: Error) => thrown.message)))
  expect(came.filter((how) => how === 'over').length).toBeGreaterThan(0)
  expect(new Set(came)).toEqual(new Set(['leased', 'over']))
})

test('a server that is full is no answer to an agent; the limit of its own role is', async () => {
  const { logins, release } = await run.lease(wanted[0] as never)
  const { worlds, close } = await openDatabases(logins, manualClock())
  const ask = () =>
    executing.run({ call: 'c1', effect: () => {} }, async () =>
      worlds.shop?.session().execute({ text: 'SELECT 1', values: [] }),
    )
  const others: Client[] = []
  try {
    for (;;) others.push(await asAdmin(server))
  } catch {
    // It is full now.
  }
  await expect(ask()).rejects.toMatchObject({ code: '53300' })
  await Promise.all(others.map((other) => other.end()))
  const replies = []
  for (let session = 0; session < 17; session++) replies.push(await ask())
  expect(replies[15]).toMatchObject({ kind: 'ok' })
  expect(replies[16]).toMatchObject({ kind: 'error', output: { content: { code: '53300' } } })
  await close()
  await release({ sessions: 'ended', reported: {} })
})
