import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { canonical } from '../../../src/kernel/json.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import { inOrder } from '../../../src/world/databases/journal/change-order.ts'
import { parseRows } from '../../../src/world/databases/journal/exact-json.ts'
import type { LaneLogin, RowChange } from '../../../src/world/databases/lanes/lane.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { asAdmin, type Lane, logIn, openStage, type Stage } from './a-lane.ts'
import { aServer } from './a-server.ts'
import { hostileDatabase } from './hostile-schema.ts'
import { hostileStatements } from './hostile-statements.ts'

const RUNS = process.env.METTLE_PROVE ? 300 : 25

/** table -> the texts of its rows, how often each. */
type State = Map<string, Map<string, number>>

let server: DatabaseServer
let stage: Stage
let lane: Lane
let admin: Client
let tables: { label: string; sql: string }[]

beforeAll(async () => {
  server = await aServer()
  stage = await openStage(server, hostileDatabase())
  lane = stage.lanes[0] as Lane
  admin = await openAdmin()
}, 60_000)

afterAll(async () => {
  await admin?.end()
  await stage?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

async function openAdmin(): Promise<Client> {
  const client = await asAdmin(server, login().database)
  await client.query(`SET timezone = 'UTC'`)
  tables = (
    await client.query<{
      label: string
      sql: string
    }>(`SELECT CASE n.nspname WHEN 'public' THEN '' ELSE n.nspname || '.' END || r.relname AS label, format('%I.%I', n.nspname, c.relname) AS sql
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_class r ON r.oid = coalesce(pg_partition_root(c.oid), c.oid)
      WHERE c.relkind = 'r' AND n.nspname IN ('depot', 'public')`)
  ).rows
  return client
}

function login(): LaneLogin {
  return lane.lease().shop as LaneLogin
}

/** The committed rows, read by the test's own query. Columns that are computed on reading are no part of a row. */
async function readState(): Promise<State> {
  const parts = tables.map(
    ({ label, sql }) =>
      `SELECT '${label.replaceAll("'", "''")}' AS label, to_jsonb(x.*) - CASE WHEN '${label.replaceAll("'", "''")}' = 'depot.goods' THEN 'next' ELSE '' END AS row FROM ONLY ${sql} x`,
  )
  const { rows } = await admin.query<{ label: string; row: string }>(
    `SELECT label, row::text FROM (${parts.join(' UNION ALL ')}) every`,
  )
  const state: State = new Map()
  for (const { label, row } of rows) add(state, label, canonical(parseRows(row)), 1)
  return state
}

function add(state: State, table: string, row: string, times: number): void {
  const rows = state.get(table) ?? new Map<string, number>()
  state.set(table, rows.set(row, (rows.get(row) ?? 0) + times))
}

/** What a state becomes by the changes told. */
function apply(state: State, changes: readonly RowChange[]): void {
  for (const { table, id, before, after } of changes) {
    if (table === '(schema)' || id === '(schema)') continue
    if (before !== undefined) add(state, table, canonical(before), -1)
    if (after !== undefined) add(state, table, canonical(after), 1)
  }
}

function flat(state: State): string[] {
  return [...state]
    .flatMap(([table, rows]) =>
      [...rows].filter(([, times]) => times !== 0).map(([row, times]) => `${table} ${times} x ${row}`),
    )
    .sort()
}

async function changesSince(
  session: Client,
  seq: number,
  secret = login().secret,
): Promise<{ seq: number; changes: RowChange[] }> {
  const { rows } = await session.query<{ text: string }>('SELECT mettle_seam.changes($1, $2) AS text', [secret, seq])
  return parseRows(rows[0]?.text ?? '') as { seq: number; changes: RowChange[] }
}

/** Each row, by key, passes from what it was to what it is, one change after the other. */
function breaks(changes: readonly RowChange[]): string[] {
  const rows = Map.groupBy(
    inOrder(changes).filter(({ id }) => !id.startsWith('~')),
    ({ table, id }) => `${table} ${id}`,
  )
  return [...rows].flatMap(([row, own]) =>
    own.flatMap(({ before }, at) => (at > 0 && canonical(own[at - 1]?.after) !== canonical(before) ? [row] : [])),
  )
}

it(`what the seam tells of each transaction is what it changed, in ${RUNS} random histories`, async () => {
  let [told, transactions, sorted] = [0, 0, 0]
  for (let run = 0; run < RUNS; run++) {
    const session = await logIn(login())
    await session.query(`SET search_path = depot, public`)
    let before = await readState()
    let seq = 0
    for (const statement of hostileStatements(createRandom('changes').fork(run)).filter(
      (text) => !/ALTER|DROP|DISABLE/.test(text),
    )) {
      await session.query(statement).catch(() => {})
      // Within a transaction, after each statement: what is told then must not change what is told at the end.
      const open = await session
        .query<{ n: number }>(`SELECT pg_current_xact_id_if_assigned()::text AS n`)
        .catch(() => undefined)
      if (open?.rows[0]?.n) await changesSince(session, seq)
      if (!(await isIdle(session))) continue
      const report = await changesSince(session, seq)
      if (!report.changes.length) continue
      const after = await readState()
      apply(before, report.changes)
      expect(flat(before), `run ${run}: ${statement}`).toEqual(flat(after))
      expect(breaks(report.changes), `run ${run}: ${statement}`).toEqual([])
      if (inOrder(report.changes).some((change, at) => change.after !== report.changes[at]?.after)) sorted++
      told += report.changes.length
      transactions++
      seq = report.seq
      before = after
    }
    await session.query('ROLLBACK').catch(() => {})
    expect(flat(await readState()), `run ${run}: nothing more was committed`).toEqual(flat(before))
    await session.end()
    const released = await lane.release({ sessions: 'ended' })
    expect(released.problems).toEqual([])
    if (released.reset === 'clone') {
      await admin.end().catch(() => {})
      admin = await openAdmin()
    }
  }
  console.log({ runs: RUNS, transactions, told, sorted })
  expect(sorted, 'a journal that needed no sorting would prove nothing about it').toBeGreaterThan(0)
}, 600_000)

async function isIdle(session: Client): Promise<boolean> {
  const { rows } = await admin.query<{ state: string }>('SELECT state FROM pg_stat_activity WHERE pid = $1', [
    (session as unknown as { processID: number }).processID,
  ])
  return rows[0]?.state === 'idle'
}
