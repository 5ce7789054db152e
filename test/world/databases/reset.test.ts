import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createRandom } from '../../../src/kernel/random.ts'
import type { DatabaseServer } from '../../../src/world/databases/server.ts'
import { asAdmin, logIn, openStage, type Stage } from './a-lane.ts'
import { aServer } from './a-server.ts'
import { differing, dump } from './dump.ts'
import { hostileDatabase } from './hostile-schema.ts'
import { hostileStatements } from './hostile-statements.ts'

const RUNS = process.env.METTLE_PROVE ? 800 : 60

let server: DatabaseServer
let stage: Stage
let pristine: string[]

beforeAll(async () => {
  server = await aServer()
  stage = await openStage(server, hostileDatabase(), 'mettle_reset_')
  const admin = await asAdmin(server)
  await admin.query(`CREATE DATABASE fresh TEMPLATE ${stage.template.database}`)
  await admin.end()
  const fresh = await asAdmin(server, 'fresh')
  pristine = await dump(fresh)
  await fresh.end()
}, 60_000)

afterAll(async () => {
  await stage?.lanes[Symbol.asyncDispose]()
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
  const login = stage.lanes.lanes[0]?.lease().shop
  const admin = await asAdmin(server, login?.database)
  try {
    return await dump(admin)
  } finally {
    await admin.end()
  }
}

it(`a lane is as its template after each of ${RUNS} random histories`, async () => {
  const lane = stage.lanes.lanes[0]
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
    if (sessions === 'kept') await session.query('ROLLBACK; DISCARD ALL').catch(() => session.query('DISCARD ALL'))
    const started = performance.now()
    const released = await lane.release({ sessions })
    times.push(performance.now() - started)
    await session.end().catch(() => {})
    if (released.problems.length > 0) throw new Error(`${released.problems}\n${statements.join(';\n')}`)
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
