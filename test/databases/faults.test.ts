import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { connectionLost } from '../../src/faults/connection-lost.ts'
import { deadlock } from '../../src/faults/deadlock.ts'
import type { Fault } from '../../src/faults/define.ts'
import { faults } from '../../src/faults/index.ts'
import { latency } from '../../src/faults/latency.ts'
import { lostReply } from '../../src/faults/lost-reply.ts'
import { none } from '../../src/faults/none.ts'
import { permissionDenied } from '../../src/faults/permission-denied.ts'
import { serializationFailure } from '../../src/faults/serialization-failure.ts'
import { statementTimeout } from '../../src/faults/statement-timeout.ts'
import { timeout } from '../../src/faults/timeout.ts'
import { openHall, type SqlHall, type SqlStage } from './stage.ts'

const SCHEMA = `CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL);
INSERT INTO accounts SELECT i, 100 FROM generate_series(1, 5) i;`

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: SCHEMA } })
}, 60_000)
afterAll(() => hall[Symbol.asyncDispose]())

const TAKE = 'UPDATE accounts SET balance = balance - 30 WHERE id = 1'
const GIVE = 'UPDATE accounts SET balance = balance + 30 WHERE id = 2'

/** The two accounts as somebody else sees them. */
async function seen({ ask }: SqlStage): Promise<unknown[]> {
  return (await ask('SELECT balance FROM accounts WHERE id <= 2 ORDER BY id')).map(({ balance }) => balance)
}

/** The agent's sessions, as the server counts them: what each does. */
async function sessions({ ask }: SqlStage): Promise<unknown[]> {
  const rows = await ask(
    'SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename <> current_user',
  )
  return rows.map(({ state }) => state)
}

/** What an agent saw of a statement: its rows and their number, or the class and the code of its error. */
async function outcome(sent: Promise<{ rows: unknown[]; rowCount: number | null }>): Promise<unknown> {
  return sent.then(
    ({ rows, rowCount }) => ({ rows, rowCount }),
    (thrown) => `${thrown.name} ${thrown.code}`,
  )
}

/** Lets the trial's clock run until a statement is answered. */
async function answered<T>({ clock }: SqlStage, sent: Promise<T>, ms: number): Promise<T> {
  let over = false
  const done = () => {
    over = true
  }
  sent.then(done, done)
  for (let turn = 0; !over && turn < 400; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 2))
    await clock.advance(turn === 5 ? ms : 0)
  }
  return sent
}

interface Cell {
  fault: Fault
  params?: Record<string, string>
  /** Time that must pass, ms. */
  ms?: number
  /** Of a statement on its own. */
  alone: unknown
  /** Of the second statement of a transaction, and of the one behind it. */
  within: [unknown, unknown]
  /** Of a COMMIT, and of the statement behind it. */
  commit: [unknown, unknown]
  /** The balances after each of the three. */
  left: [number[], number[], number[]]
  symptom: string
}

const ONE = { rows: [], rowCount: 1 }
const DONE = { rows: [], rowCount: null }
const [START, ALONE, BOTH] = [
  [100, 100],
  [70, 100],
  [70, 130],
]
const LOST = 'Error ECONNRESET'
const NO_REPLY = 'Error ETIMEDOUT'
const THREE = { rows: [{ n: 5 }], rowCount: 1 }

/** An error that the server raises: the transaction is failed, and over at its commit. */
const error = (fault: Fault, code: string, symptom: string, ms = 0): Cell => ({
  fault,
  ms,
  alone: `SqlError ${code}`,
  within: [`SqlError ${code}`, 'SqlError 25P02'],
  commit: [`SqlError ${code}`, THREE],
  left: [START, START, START],
  symptom,
})

/** Fault x sql, against a real server. */
const table: Cell[] = [
  {
    fault: none,
    alone: ONE,
    within: [ONE, THREE],
    commit: [DONE, THREE],
    left: [ALONE, BOTH, BOTH],
    symptom: 'nothing changed',
  },
  {
    fault: latency,
    ms: 2_000,
    alone: ONE,
    within: [ONE, THREE],
    commit: [DONE, THREE],
    left: [ALONE, BOTH, BOTH],
    symptom: 'slower by 2000 ms',
  },
  {
    fault: timeout,
    ms: 30_000,
    alone: NO_REPLY,
    within: [NO_REPLY, THREE],
    commit: [NO_REPLY, THREE],
    left: [START, START, START],
    symptom: 'no reply within 30000 ms, nothing was executed',
  },
  {
    fault: lostReply,
    alone: LOST,
    within: [LOST, THREE],
    commit: [LOST, THREE],
    left: [ALONE, START, BOTH],
    symptom: 'the world acted, the client saw a broken connection',
  },
  {
    fault: connectionLost,
    params: { moment: 'before' },
    alone: LOST,
    within: [LOST, THREE],
    commit: [LOST, THREE],
    left: [START, START, START],
    symptom: 'a broken connection, the statement was not executed',
  },
  {
    fault: connectionLost,
    params: { moment: 'after' },
    alone: LOST,
    within: [LOST, THREE],
    commit: [LOST, THREE],
    left: [ALONE, START, BOTH],
    symptom: 'a broken connection, the statement had been executed',
  },
  error(permissionDenied, '42501', 'permission denied, nothing was executed'),
  error(serializationFailure, '40001', 'a serialization failure, nothing was executed'),
  error(deadlock, '40P01', 'a deadlock, nothing was executed', 1_000),
  error(statementTimeout, '57014', 'cancelled after 30000 ms, nothing was executed', 30_000),
]

describe.each(table)('$fault.name', ({ fault, params = {}, ms = 0, alone, within, commit, left, symptom }) => {
  const set = async (on: string) => hall.stage({ plan: [{ fault, params, on, when: { nth: 1 } }] })

  /** What the world did is what the trace tells, and it can be put back. */
  async function close(stage: SqlStage, balances: number[]): Promise<void> {
    expect(await seen(stage)).toEqual(balances)
    const changed = balances.filter((balance) => balance !== 100).length
    expect(stage.evidence().effects).toHaveLength(changed)
    expect(stage.evidence().final['shop.accounts']).toMatchObject({ 1: { balance: balances[0] } })
    expect(stage.records()).toMatchObject([{ state: 'delivered', symptom }])
    expect(stage.events().filter(({ type }) => type === 'harness-fault')).toEqual([])
    expect(await stage.end()).toMatchObject({ changes: changed, problems: [] })
  }

  test('on a statement by itself', async () => {
    const stage = await set('shop UPDATE accounts')
    expect(await answered(stage, outcome(stage.db.query(TAKE)), ms)).toEqual(alone)
    expect((await stage.db.query('SELECT count(*) AS n FROM accounts')).rows).toEqual([{ n: 5 }])
    await close(stage, left[0])
  })

  test('within a transaction', async () => {
    const stage = await set('shop DELETE accounts')
    const { db } = stage
    await db.query('BEGIN')
    await db.query(TAKE)
    expect(await sessions(stage)).toEqual(['idle in transaction'])
    const second = db.query('DELETE FROM accounts WHERE id = 5 AND balance = 0 RETURNING id')
    const expected = within[0] === ONE ? { rows: [], rowCount: 0 } : within[0]
    expect(await answered(stage, outcome(second), ms)).toEqual(expected)
    const third = await outcome(db.query('SELECT count(*) AS n FROM accounts'))
    expect(third).toEqual(within[1])
    if (third !== 'SqlError 25P02') await db.query(GIVE).catch(() => {})
    else expect(await sessions(stage)).toEqual(['idle in transaction (aborted)'])
    await db.query(within[0] === ONE ? 'COMMIT' : 'ROLLBACK')
    // Where the connection was lost, what followed was on its own.
    const lost = within[0] === LOST || within[0] === NO_REPLY
    const balances = lost ? [100, 130] : left[1]
    await close(stage, balances)
  })

  test('on a COMMIT', async () => {
    const stage = await set('shop COMMIT')
    const { db } = stage
    for (const text of ['BEGIN', TAKE, GIVE]) await db.query(text)
    expect(await seen(stage)).toEqual(START)
    expect(await answered(stage, outcome(db.query('COMMIT')), ms)).toEqual(commit[0])
    expect(await outcome(db.query('SELECT count(*) AS n FROM accounts'))).toEqual(commit[1])
    // The server notices a broken connection when it reads from it.
    await expect.poll(() => sessions(stage)).toEqual(['idle'])
    await close(stage, left[2])
  })
})

test('the table has every fault of a statement', () => {
  const wanted = Object.values(faults as Record<string, Fault>).filter(
    ({ channels, seat, opens }) => channels.includes('sql') && seat !== 'agent' && !opens,
  )
  expect([...new Set(table.map(({ fault }) => fault.name))].sort()).toEqual(wanted.map(({ name }) => name).sort())
})

describe('a client that loses patience', () => {
  const on = 'shop UPDATE accounts'
  const held = { plan: [{ fault: latency, params: { ms: 5_000 }, on }] }

  test('with a time-out leaves its statement with the server, which runs it late', async () => {
    const stage = await hall.stage(held)
    const sent = outcome(stage.db.query(TAKE, [], { timeoutMs: 1_000 }))
    expect(await answered(stage, sent, 1_000)).toBe(NO_REPLY)
    expect(await seen(stage)).toEqual(START)
    // The connection is busy with it: what comes next waits its turn.
    const next = stage.db.query('SELECT balance FROM accounts WHERE id = 1')
    expect((await answered(stage, next, 4_000)).rows).toEqual([{ balance: 70 }])
    expect(await seen(stage)).toEqual(ALONE)
    const [story] = stage.evidence().calls
    expect(story).toMatchObject({ executed: { late: true }, delivered: { outcome: 'gone' }, effects: [{ late: true }] })
    expect(stage.records()).toMatchObject([{ state: 'delivered', symptom: 'the client gave up on a slow call' }])
    expect(await stage.end()).toMatchObject({ changes: 1, problems: [] })
  })

  test('and takes it back by its signal has nothing run', async () => {
    const stage = await hall.stage(held)
    const client = new AbortController()
    const sent = outcome(stage.db.query(TAKE, [], { signal: client.signal }))
    await stage.clock.advance(1_000)
    client.abort(Object.assign(new Error('no longer'), { code: 'MINE' }))
    expect(await sent).toBe('Error MINE')
    await stage.clock.advance(10_000)
    expect((await stage.db.query('SELECT balance FROM accounts WHERE id = 1')).rows).toEqual([{ balance: 100 }])
    expect(stage.evidence().effects).toEqual([])
    expect(await stage.end()).toMatchObject({ changes: 0, problems: [] })
  })

  test('and takes it back while the server runs it has it cancelled there', async () => {
    const stage = await hall.stage()
    const client = new AbortController()
    const sent = outcome(stage.db.query('SELECT pg_sleep(60)', [], { signal: client.signal }))
    for (let turn = 0; turn < 200 && !(await sessions(stage)).includes('active'); turn++)
      await new Promise((resolve) => setTimeout(resolve, 5))
    client.abort(Object.assign(new Error('no longer'), { code: 'MINE' }))
    expect(await sent).toBe('Error MINE')
    expect((await stage.db.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    expect(await sessions(stage)).toEqual(['idle'])
    expect(stage.evidence().calls[0]?.executed).toMatchObject({ outcome: 'error', output: { code: '57014' } })
    await stage.end()
  })

  test('and meets a time-out of the network as well has its statement run late', async () => {
    const stage = await hall.stage({ plan: [{ fault: timeout, params: { afterMs: 5_000 }, on }] })
    expect(await answered(stage, outcome(stage.db.query(TAKE, [], { timeoutMs: 1_000 })), 1_000)).toBe(NO_REPLY)
    const next = stage.db.query('SELECT 1 AS one')
    await answered(stage, next, 5_000)
    expect(await seen(stage)).toEqual(ALONE)
    const symptom = 'the client gave up, and what it had asked for was done late'
    expect(stage.records()).toMatchObject([{ state: 'delivered', symptom }])
    expect(await stage.end()).toMatchObject({ changes: 1, problems: [] })
  })
})

test('a transaction may still choose how it is isolated after it began', async () => {
  const stage = await hall.stage({ plan: [{ fault: none }] })
  await stage.db.query('BEGIN')
  await stage.db.query('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE')
  expect((await stage.db.query('SHOW transaction_isolation')).rows).toEqual([{ transaction_isolation: 'serializable' }])
  await stage.db.query('ROLLBACK')
  await stage.db.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
  await stage.ask('UPDATE accounts SET balance = 1 WHERE id = 3')
  // What a transaction sees is decided by its first query, which is the agent's own.
  expect((await stage.db.query('SELECT balance FROM accounts WHERE id = 3')).rows).toEqual([{ balance: 1 }])
  await stage.db.query('ROLLBACK')
  await stage.end()
})

test('a transaction that goes on behind its commit has its effects told at once', async () => {
  const stage = await hall.stage()
  for (const text of ['BEGIN', TAKE, 'COMMIT AND CHAIN', GIVE]) await stage.db.query(text)
  expect(stage.evidence().effects.map(({ id, calls }) => `${id} ${calls}`)).toEqual(['1 c2'])
  await stage.db.query('ROLLBACK AND CHAIN')
  await stage.db.query('COMMIT')
  expect(stage.evidence().effects).toHaveLength(1)
  expect(await stage.end()).toMatchObject({ changes: 1, problems: [] })
})

describe('a control that leaves the connection alone is seen', () => {
  const nothing = async () => {}

  test('where the server is not told of an error', async () => {
    const plan = [{ fault: deadlock, params: { afterMs: 0 }, on: 'shop DELETE accounts' }]
    const stage = await hall.stage({ plan, broken: () => ({ fail: nothing }) })
    for (const text of ['BEGIN', TAKE]) await stage.db.query(text)
    expect(await outcome(stage.db.query('DELETE FROM accounts WHERE id = 5'))).toBe('SqlError 40P01')
    expect(await outcome(stage.db.query('SELECT count(*) AS n FROM accounts'))).not.toBe('SqlError 25P02')
    await stage.db.query('COMMIT')
    expect(await seen(stage)).not.toEqual(START)
    await stage.end()
  })

  test('where the connection is not broken', async () => {
    const plan = [{ fault: connectionLost, on: 'shop DELETE accounts' }]
    const stage = await hall.stage({ plan, broken: () => ({ sever: nothing }) })
    for (const text of ['BEGIN', TAKE]) await stage.db.query(text)
    expect(await outcome(stage.db.query('DELETE FROM accounts WHERE id = 5'))).toBe(LOST)
    expect(await sessions(stage)).toEqual(['idle in transaction'])
    await stage.end()
  })

  test('where the server is not asked to cancel', async () => {
    const stage = await hall.stage({ broken: () => ({ cancel: nothing }) })
    const client = new AbortController()
    const sent = outcome(stage.db.query('SELECT pg_sleep(0.3)', [], { signal: client.signal }))
    for (let turn = 0; turn < 100 && !(await sessions(stage)).includes('active'); turn++)
      await new Promise((resolve) => setTimeout(resolve, 2))
    client.abort(new Error('no longer'))
    await sent
    await stage.db.query('SELECT 1')
    expect(stage.evidence().calls[0]?.executed).toMatchObject({ outcome: 'ok' })
    await stage.end()
  })
})
