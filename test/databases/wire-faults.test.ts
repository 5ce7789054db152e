import type { Client } from 'pg'
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
import { codeOf, openWireHall, type WireHall, type WireStage } from './wire-stage.ts'

const SCHEMA = `CREATE TABLE accounts (id int PRIMARY KEY, balance int NOT NULL);
INSERT INTO accounts SELECT i, 100 FROM generate_series(1, 5) i;`

let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA } })
}, 60_000)
afterAll(() => wire[Symbol.asyncDispose]())

const TAKE = 'UPDATE accounts SET balance = balance - 30 WHERE id = 1'
const GIVE = 'UPDATE accounts SET balance = balance + 30 WHERE id = 2'

async function seen({ ask }: WireStage): Promise<unknown[]> {
  return (await ask('SELECT balance FROM accounts WHERE id <= 2 ORDER BY id')).map(({ balance }) => balance)
}

const [START, ALONE, BOTH] = [
  [100, 100],
  [70, 100],
  [70, 130],
]

interface Cell {
  fault: Fault
  params?: Record<string, string>
  /** Time that must pass, ms. */
  ms?: number
  /** What the client is told, wherever its statement stands; 'silence' where it is told nothing. */
  told: string
  symptom: string
  /** The balances where it is a statement by itself, one of a transaction that is then ended by COMMIT, and the COMMIT. */
  left: [number[], number[], number[]]
}

const BROKEN = 'Connection terminated unexpectedly'
const refused = (fault: Fault, told: string, symptom: string, ms = 0): Cell => ({
  ...{ fault, told, symptom, ms },
  left: [START, START, START],
})

const table: Cell[] = [
  { fault: none, told: 'ok', symptom: 'nothing changed', left: [ALONE, BOTH, BOTH] },
  { fault: latency, ms: 2_000, told: 'ok', symptom: 'slower by 2000 ms', left: [ALONE, BOTH, BOTH] },
  refused(timeout, 'silence', 'no reply within 30000 ms, nothing was executed', 30_000),
  {
    fault: lostReply,
    told: BROKEN,
    symptom: 'the world acted, the client saw a broken connection',
    left: [ALONE, START, BOTH],
  },
  {
    fault: connectionLost,
    params: { moment: 'before' },
    told: BROKEN,
    symptom: 'a broken connection, the statement was not executed',
    left: [START, START, START],
  },
  {
    fault: connectionLost,
    params: { moment: 'after' },
    told: BROKEN,
    symptom: 'a broken connection, the statement had been executed',
    left: [ALONE, START, BOTH],
  },
  refused(permissionDenied, '42501', 'permission denied, nothing was executed'),
  refused(serializationFailure, '40001', 'a serialization failure, nothing was executed'),
  refused(deadlock, '40P01', 'a deadlock, nothing was executed', 1_000),
  refused(statementTimeout, '57014', 'cancelled after 30000 ms, nothing was executed', 30_000),
]

/** Lets the trial's clock run until a client is answered, or nothing is to be expected any more. */
async function told({ clock }: WireStage, sent: Promise<unknown>, ms: number): Promise<string> {
  let said: string | undefined
  codeOf(sent).then((code) => {
    said = code === 'ECONNRESET' ? BROKEN : code
  })
  for (let turn = 0; said === undefined && turn < 100; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 4))
    await clock.advance(turn === 5 ? ms : 0)
  }
  return said ?? 'silence'
}

describe.each(table)(
  '$fault.name, as a driver meets it',
  ({ fault, params = {}, ms = 0, told: expected, symptom, left }) => {
    const open = async (on: string) => {
      const stage = await wire.stage({ plan: [{ fault, params, on, when: { nth: 1 } }] })
      return { stage, client: await stage.client() }
    }
    /** An error leaves the connection as it was, and a broken one is no longer there. */
    const goesOn = !['silence', BROKEN].includes(expected)

    async function close(stage: WireStage, client: Client, balances: number[]): Promise<void> {
      expect(await seen(stage)).toEqual(balances)
      const changed = balances.filter((balance) => balance !== 100).length
      expect(stage.evidence().effects).toHaveLength(changed)
      expect(stage.records()).toMatchObject([{ state: 'delivered', symptom }])
      expect(stage.events().filter(({ type }) => type === 'harness-fault' || type === 'alert')).toEqual([])
      // pg waits for the end of what is never said.
      if (goesOn) await client.end()
      expect(await stage.end()).toMatchObject({ changes: changed, problems: [] })
    }

    test.each([
      ['by itself, extended', [1]],
      ['by itself, simple', undefined],
    ])('on a statement %s', async (_, values) => {
      const { stage, client } = await open('shop UPDATE accounts')
      const sent = client.query(values ? TAKE.replace('= 1', '= $1') : TAKE, values)
      expect(await told(stage, sent, ms)).toBe(expected)
      if (goesOn) expect((await client.query('SELECT count(*)::int AS n FROM accounts')).rows).toEqual([{ n: 5 }])
      await close(stage, client, left[0])
    })

    test('within a transaction', async () => {
      const { stage, client } = await open('shop DELETE accounts')
      await client.query('BEGIN')
      await client.query(TAKE)
      expect(await told(stage, client.query('DELETE FROM accounts WHERE id = $1 AND balance = 0', [5]), ms)).toBe(
        expected,
      )
      if (goesOn) {
        expect(await codeOf(client.query(GIVE))).toBe(expected === 'ok' ? 'ok' : '25P02')
        expect((await client.query('COMMIT')).command).toBe(expected === 'ok' ? 'COMMIT' : 'ROLLBACK')
      }
      await close(stage, client, left[1])
    })

    test('on a COMMIT', async () => {
      const { stage, client } = await open('shop COMMIT')
      for (const text of ['BEGIN', TAKE, GIVE]) await client.query(text)
      expect(await told(stage, client.query('COMMIT'), ms)).toBe(expected)
      if (goesOn) expect(await codeOf(client.query('SELECT 1/(txid_current_if_assigned() IS NULL)::int'))).toBe('ok')
      await close(stage, client, left[2])
    })
  },
)

test('what is tried again on a new connection is the same call, and what another one does at the same time is not', async () => {
  const stage = await wire.stage({ plan: [{ fault: connectionLost, on: 'shop UPDATE accounts', when: { nth: 1 } }] })
  const lost = await stage.client()
  expect(await codeOf(lost.query(TAKE))).not.toBe('ok')
  const [again, beside] = [await stage.client(), await stage.client()]
  expect(await codeOf(again.query(TAKE))).toBe('ok')
  expect(await codeOf(beside.query(TAKE))).toBe('ok')
  await again.end()
  const third = await stage.client()
  expect(await codeOf(third.query(TAKE))).toBe('ok')
  const calls = stage.events().flatMap((event) => (event.type === 'call' ? [event.call] : []))
  expect(calls.map(({ attempt, input }) => [attempt, Object(input).connection])).toEqual([
    [1, undefined],
    [2, undefined],
    [1, 2],
    [3, undefined],
  ])
  for (const client of [beside, third]) await client.end()
  await stage.end()
})

test('the table has every fault of a statement', () => {
  const wanted = Object.values(faults as Record<string, Fault>).filter(
    ({ channels, seat, opens }) => channels.includes('sql') && seat !== 'agent' && !opens,
  )
  expect([...new Set(table.map(({ fault }) => fault.name))].sort()).toEqual(wanted.map(({ name }) => name).sort())
})
