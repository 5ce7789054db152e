import type { ClientConfig } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fieldsOf, letterOf } from '../../src/channels/sql/postgres/messages.ts'
import { deadlock } from '../../src/faults/deadlock.ts'
import { logInFailed } from '../../src/faults/log-in-failed.ts'
import { permissionDenied } from '../../src/faults/permission-denied.ts'
import { serializationFailure } from '../../src/faults/serialization-failure.ts'
import { statementTimeout } from '../../src/faults/statement-timeout.ts'
import type { Entry } from '../faults/lab.ts'
import { openRaw, type RawClient, readable, say } from './raw-client.ts'
import { openWireHall, type WireHall, type WireStage } from './wire-stage.ts'

const SCHEMA = `CREATE TABLE t (id int PRIMARY KEY, n int); INSERT INTO t VALUES (1, 1), (2, 2);
CREATE TABLE secrets (id int);`

let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA } })
}, 60_000)
afterAll(() => wire[Symbol.asyncDispose]())

const named = (text: string) => [
  say.parse(text, 's'),
  say.bind([], { name: 's' }),
  say.execute(),
  say.sync,
  say.close('S', 's'),
]
const FORMS: Record<string, (text: string) => Buffer[]> = {
  simple: (text) => [say.query(text)],
  extended: (text) => [say.parse(text), say.bind(), say.describe('P'), say.execute(), say.sync],
  named,
}

type Fields = Record<string, string>

async function errorOf(client: RawClient): Promise<Fields> {
  const heard = await client.hear()
  const error = heard.find((one) => letterOf(one) === 'E')
  expect(readable(heard).at(-1)).toBe('Z E')
  return error ? fieldsOf(error) : {}
}

interface Case {
  fault: Entry['fault']
  params?: Record<string, string | number>
  ms?: number
  text: string
  /** How a server comes to say so: what it says to `text`. */
  really(open: () => Promise<RawClient>, stage: WireStage, messages: Buffer[]): Promise<Fields>
}

const CASES: Record<string, Case> = {
  '42501': {
    fault: permissionDenied,
    params: { message: 'permission denied for table secrets' },
    text: 'UPDATE secrets SET id = 1',
    really: async (open, { ask, login }, messages) => {
      await ask('REVOKE ALL ON secrets FROM PUBLIC')
      const { rows } = {
        rows: await ask(`SELECT rolname FROM pg_roles WHERE pg_has_role($1, oid, 'member')`, [login.user]),
      }
      for (const { rolname } of rows) await ask(`REVOKE ALL ON secrets FROM "${rolname}"`)
      const client = await open()
      await client.ask(say.query('BEGIN'))
      client.send(...messages)
      const error = await errorOf(client)
      for (const { rolname } of rows) if (rolname !== login.user) await ask(`GRANT ALL ON secrets TO "${rolname}"`)
      return error
    },
  },
  '40001': {
    fault: serializationFailure,
    text: 'UPDATE t SET n = 3 WHERE id = 1',
    really: async (open, { ask }, messages) => {
      const client = await open()
      await client.ask(say.query('BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM t'))
      await ask('UPDATE t SET n = 4 WHERE id = 1')
      client.send(...messages)
      return errorOf(client)
    },
  },
  '40P01': {
    fault: deadlock,
    params: { afterMs: 0 },
    text: 'UPDATE t SET n = 3 WHERE id = 2',
    really: async (open, { ask, login }, messages) => {
      const [client, other] = [await open(), await open()]
      // Who has waited for so long looks whether it waits in vain: the other one never does.
      await ask(`GRANT SET ON PARAMETER deadlock_timeout TO "${login.user}"`)
      await other.ask(say.query("SET deadlock_timeout = '1h'; BEGIN; UPDATE t SET n = 5 WHERE id = 2"))
      await ask(`REVOKE SET ON PARAMETER deadlock_timeout FROM "${login.user}"`)
      await client.ask(say.query('BEGIN; UPDATE t SET n = 5 WHERE id = 1'))
      other.send(say.query('UPDATE t SET n = 5 WHERE id = 1'))
      const waiting = `SELECT pid FROM pg_stat_activity WHERE pid = $1 AND wait_event_type = 'Lock'`
      await expect.poll(() => ask(waiting, [other.process])).toHaveLength(1)
      client.send(...messages)
      return errorOf(client)
    },
  },
  '57014': {
    fault: statementTimeout,
    ms: 30_000,
    text: 'UPDATE t SET n = 3 WHERE id = 1 AND pg_sleep(60) IS NULL',
    really: async (open, _, messages) => {
      const client = await open()
      await client.ask(say.query('BEGIN; SET statement_timeout = 30'))
      client.send(...messages)
      return errorOf(client)
    },
  },
}

/** Numbers of processes, transactions and rows are those of the moment. */
const steady = ({ D, W, ...fields }: Fields): Fields => ({
  ...fields,
  ...(D && { D: D.replace(/\d+/g, 'n') }),
  ...(W && { W: W.replace(/\d+/g, 'n') }),
})

const cases = Object.entries(CASES).flatMap(([code, one]) => Object.keys(FORMS).map((form) => ({ code, form, ...one })))

test.each(cases)('$code, $form: an injected error has every field that the real one has', async (one) => {
  const messages = FORMS[one.form]?.(one.text) ?? []
  const bare = await wire.stage()
  const { secret: _, question: __, ...login } = bare.login
  const open: RawClient[] = []
  const real = await one.really(
    async () => {
      const client = await openRaw(login)
      open.push(client)
      return client
    },
    bare,
    messages,
  )
  expect(real.C).toBe(one.code)
  for (const client of open) await client.end()
  await bare.end()
  const stage = await wire.stage({ plan: [{ fault: one.fault, params: one.params ?? {}, on: 'shop UPDATE *' }] })
  const client = await openRaw({ connectionString: stage.url })
  await client.ask(say.query('BEGIN'))
  client.send(...messages)
  const error = errorOf(client)
  for (let turn = 0; turn < 10; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 4))
    await stage.clock.advance(turn === 5 ? (one.ms ?? 0) : 0)
  }
  expect(steady(await error)).toEqual(steady(real))
  await client.end()
  await stage.end()
})

/** What a client is told in place of a connection. */
async function refusalOf(config: ClientConfig): Promise<Record<string, unknown>> {
  const told = await openRaw(config).then(
    () => {
      throw new Error('It got in.')
    },
    (error) => error,
  )
  return { ...told, message: told.message.replace(/user ".*"/, 'user "x"'), length: 0 }
}

test('a log-in that is refused has every field of a real one', async () => {
  const bare = await wire.stage()
  const { secret: _, question: __, ...login } = bare.login
  const real = await refusalOf({ ...login, password: 'wrong' })
  expect(real).toMatchObject({ severity: 'FATAL', code: '28P01' })
  const open = await Promise.all(Array.from({ length: 16 }, () => openRaw(login)))
  const full = await refusalOf(login)
  expect(full).toMatchObject({ severity: 'FATAL', code: '53300' })
  for (const client of open) await client.end()
  await bare.end()

  const stage = await wire.stage({
    plan: [
      { fault: logInFailed, params: { how: 'wrong-password' }, on: 'shop CONNECT', when: { nth: 1 } },
      { fault: logInFailed, on: 'shop CONNECT', when: { nth: 2 } },
    ],
  })
  expect(await refusalOf({ connectionString: stage.url })).toEqual(real)
  // Here the whole server is full, there one role has all that it may have.
  const { message, line, file, routine, ...rest } = full
  const told = await refusalOf({ connectionString: stage.url })
  expect(told).toMatchObject(rest)
  expect(Object.keys(told).sort()).toEqual(Object.keys(full).sort())
  const client = await openRaw({ connectionString: stage.url })
  expect(readable(await client.ask(say.query('SELECT n FROM t WHERE id = 1'))).at(-1)).toBe('Z I')
  expect(stage.records().map(({ state }) => state)).toEqual(['delivered', 'delivered'])
  await client.end()
  await stage.end()
})
