import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from './cases/approval-cases.ts'
import { openHall, type SqlHall, type SqlStage } from './stage.ts'

const SCHEMA = `CREATE TABLE items (id int PRIMARY KEY, note text);
CREATE TABLE kinds (id int PRIMARY KEY, big bigint, exact numeric, real8 float8, data jsonb, plain json, list int[], words text[], bytes bytea,
  span interval, at timestamptz, flag boolean, place point);
INSERT INTO items SELECT i, 'item ' || i FROM generate_series(1, 20) i;`

const GRANTS = `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO agent; GRANT CREATE, USAGE ON SCHEMA public TO agent`

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: SCHEMA }, grants: { sql: GRANTS } })
}, 60_000)
afterAll(() => hall[Symbol.asyncDispose]())

/** The harness is not to blame for anything, and the lane can be put back. */
async function close({ events, end }: SqlStage): Promise<Awaited<ReturnType<SqlStage['end']>>> {
  expect(events().filter(({ type }) => type === 'harness-fault')).toEqual([])
  const released = await end()
  expect(released.problems).toEqual([])
  return released
}

describe('values', () => {
  test('of every kind come back as plain JSON, as exact as they are', async () => {
    const stage = await hall.stage()
    const insert = `INSERT INTO kinds VALUES (1, $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, '(1,2)') RETURNING *`
    const at = new Date(Date.UTC(2026, 0, 2, 3, 4, 5, 678))
    const values = [
      9007199254740993n,
      '0.1000000000000000055511151231257827',
      -0,
      { a: [1, 'x', null] },
      '{"n": 1.0, "big": 12345678901234567890}',
    ]
    const { rows } = await stage.db.query(insert, [
      ...values,
      '{1,2,3}',
      '{"a b",NULL,"c,d"}',
      Buffer.from([0, 255]),
      '1 day 02:03:04',
      at,
      true,
    ])
    const row = {
      id: 1,
      big: '9007199254740993',
      exact: '0.1000000000000000055511151231257827',
      real8: 0,
      data: { a: [1, 'x', null] },
      plain: { n: 1, big: '12345678901234567890' },
      list: [1, 2, 3],
      words: ['a b', null, 'c,d'],
      bytes: '\\x00ff',
      span: '1 day 02:03:04',
      at: '2026-01-02 03:04:05.678+00',
      flag: true,
      place: '(1,2)',
    }
    expect(rows).toEqual([row])
    expect(JSON.parse(JSON.stringify(rows))).toEqual(rows)
    const special = `SELECT 'NaN'::float8 AS nan, '-Infinity'::float8 AS least, '-0'::float8 AS zero, 9007199254740991 AS safe, -9007199254740993 AS unsafe,
      'NaN'::numeric AS none, 1e400::numeric(1000, 0) > 0 AS huge, null AS nothing, '2026-01-01'::date AS day, '[1,5)'::int4range AS range`
    expect((await stage.db.query(special)).rows).toEqual([
      {
        nan: 'NaN',
        least: '-Infinity',
        zero: -0,
        safe: 9007199254740991,
        unsafe: '-9007199254740993',
        none: 'NaN',
        huge: true,
        nothing: null,
        day: '2026-01-01',
        range: '[1,5)',
      },
    ])
    expect(stage.evidence().effects[0]?.after).toMatchObject({ big: '9007199254740993', list: [1, 2, 3], flag: true })
    await close(stage)
  })

  test('that no statement can carry are refused', async () => {
    const stage = await hall.stage()
    const circle: unknown[] = []
    circle.push(circle)
    for (const value of [() => 1, Symbol('x'), circle])
      expect(await codeOf(stage.db.query('SELECT $1', [value]))).toBe('22023')
    expect(await codeOf(stage.db.query(7 as unknown as string))).toBe('22023')
    expect(stage.evidence().calls.map(({ executed }) => executed?.outcome)).toEqual(Array(4).fill('error'))
    await close(stage)
  })

  test('a list and an object become what PostgreSQL takes them for', async () => {
    const stage = await hall.stage()
    const { rows } = await stage.db.query('SELECT id FROM items WHERE id = ANY($1::int[]) ORDER BY id', [[3, 1]])
    expect(rows).toEqual([{ id: 1 }, { id: 3 }])
    expect((await stage.db.query('SELECT $1::jsonb AS it', [{ a: 1 }])).rows).toEqual([{ it: { a: 1 } }])
    await close(stage)
  })

  test('ten thousand rows, a megabyte of text, and columns of one name', async () => {
    const stage = await hall.stage()
    const { rows, rowCount } = await stage.db.query(
      'SELECT i, repeat($1, 100) AS text FROM generate_series(1, 10000) i',
      ['x'],
    )
    expect([rows.length, rowCount, rows[9_999]?.i]).toEqual([10_000, 10_000, 10_000])
    expect((await stage.db.query('SELECT 1 AS a, 2 AS b, 3 AS a')).fields.map(({ name }) => name)).toEqual([
      'a',
      'b',
      'a',
    ])
    expect((await stage.db.query("SELECT repeat('y', 1000000) AS y")).rows[0]?.y).toHaveLength(1_000_000)
    await close(stage)
  })
})

describe('what else a session can do', () => {
  test('a flood of notices, and LISTEN, change nothing', async () => {
    const stage = await hall.stage()
    await stage.db.query("DO $$ BEGIN FOR i IN 1..5000 LOOP RAISE NOTICE 'note %', i; END LOOP; END $$")
    await stage.db.query('LISTEN here')
    await stage.db.query("NOTIFY here, 'you'")
    expect((await stage.db.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await close(stage)
  })

  test('COPY to the client is run, and COPY from it is refused; the connection goes on', async () => {
    const stage = await hall.stage()
    await stage.db.query('COPY items TO STDOUT')
    const copy = 'COPY items (id) FROM STDIN'
    expect(await codeOf(stage.db.query(copy))).toBeDefined()
    // A text that is too long to be read hides nothing.
    expect(await codeOf(stage.db.query(`${copy} /* ${'x'.repeat(120_000)} */`))).toBeDefined()
    expect((await stage.db.query('SELECT count(*) AS n FROM items')).rows).toEqual([{ n: 20 }])
    expect(await close(stage)).toMatchObject({ changes: 0 })
  })

  test('prepared statements and cursors are what they are', async () => {
    const stage = await hall.stage()
    const { db } = stage
    await db.query('PREPARE one (int) AS SELECT note FROM items WHERE id = $1')
    expect((await db.query('EXECUTE one(3)')).rows).toEqual([{ note: 'item 3' }])
    await db.query('BEGIN')
    await db.query('DECLARE c CURSOR FOR SELECT id FROM items ORDER BY id')
    expect((await db.query('FETCH 2 FROM c')).rows).toEqual([{ id: 1 }, { id: 2 }])
    await db.query('UPDATE items SET note = $1 WHERE CURRENT OF c', ['here'])
    await db.query('COMMIT')
    expect(stage.evidence().effects.map(({ id, calls }) => `${id} ${calls}`)).toEqual(['2 c6'])
    await close(stage)
  })

  test('the agent ends its own session: a broken connection, and the next statement makes a new one', async () => {
    const stage = await hall.stage()
    const { db } = stage
    for (const text of ['BEGIN', 'DELETE FROM items WHERE id = 1']) await db.query(text)
    expect(await codeOf(db.query('SELECT pg_terminate_backend(pg_backend_pid())'))).toBe('ECONNRESET')
    expect((await db.query('SELECT count(*) AS n FROM items')).rows).toEqual([{ n: 20 }])
    expect(await close(stage)).toMatchObject({ changes: 0 })
  })

  test('a session that somebody else ended while it was idle', async () => {
    const stage = await hall.stage()
    const { db, ask } = stage
    for (const text of ['BEGIN', 'DELETE FROM items WHERE id = 1']) await db.query(text)
    await ask(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND usename <> current_user',
    )
    await new Promise((resolve) => setTimeout(resolve, 100))
    // The client learns of it with its next statement, as it would in production.
    expect(await codeOf(db.query('SELECT count(*) AS n FROM items'))).toBe('ECONNRESET')
    expect((await db.query('SELECT count(*) AS n FROM items')).rows).toEqual([{ n: 20 }])
    expect(await close(stage)).toMatchObject({ changes: 0 })
  })

  test('more connections than a role may have are refused by their SQLSTATE', async () => {
    const stage = await hall.stage()
    const all = Array.from({ length: 20 }, () => stage.db.connect())
    const codes = await Promise.all(all.map((connection) => codeOf(connection.query('SELECT 1'))))
    expect(codes.filter((code) => code === undefined)).toHaveLength(16)
    expect(codes.filter((code) => code === '53300')).toHaveLength(4)
    await close(stage)
  })

  test('a schema that it changes is an effect, and is put back by a clone', async () => {
    const stage = await hall.stage()
    await stage.db.query('CREATE TABLE mine (id int PRIMARY KEY)')
    await stage.db.query('INSERT INTO mine VALUES (1)')
    expect(stage.evidence().effects.map(({ collection, id }) => `${collection} ${id}`)).toEqual([
      expect.stringMatching(/^shop\.\(schema\) CREATE TABLE public\.mine/),
      expect.stringMatching(/^shop\.\(schema\) CREATE INDEX public\.mine_pkey/),
      'shop.mine 1',
    ])
    expect(await close(stage)).toMatchObject({ reset: 'clone' })
    const next = await hall.stage()
    expect(await codeOf(next.db.query('SELECT * FROM mine'))).toBe('42P01')
    await close(next)
  })

  test('its own limits on time hold for its own statements, and hide nothing from the harness', async () => {
    const stage = await hall.stage()
    const { db } = stage
    await db.query("SET statement_timeout = '30ms'")
    expect(await codeOf(db.query('SELECT pg_sleep(1)'))).toBe('57014')
    await db.query("UPDATE items SET note = 'quick' WHERE id = 1")
    expect(stage.evidence().effects).toHaveLength(1)
    expect(await close(stage)).toMatchObject({ changes: 1 })
  })

  test.each(['DEALLOCATE ALL', 'DISCARD ALL', "DO $$ BEGIN EXECUTE 'DEALLOCATE ALL'; END $$"])(
    'what the harness keeps prepared is not missed after %s',
    async (text) => {
      const stage = await hall.stage()
      await stage.db.query("UPDATE items SET note = 'before' WHERE id = 1")
      await stage.db.query(text)
      await stage.db.query("UPDATE items SET note = 'after' WHERE id = 2")
      expect(stage.evidence().effects.map(({ id, calls }) => `${id} ${calls}`)).toEqual(['1 c1', '2 c3'])
      await close(stage)
    },
  )

  test('two serializable transactions that share no row do not fail, and their effects are told by call', async () => {
    const stage = await hall.stage()
    const [one, two] = [stage.db, stage.db.connect()]
    for (const db of [one, two]) await db.query('BEGIN')
    for (const db of [one, two]) await db.query('SET TRANSACTION ISOLATION LEVEL SERIALIZABLE')
    await one.query("UPDATE items SET note = 'one' WHERE id = 1")
    await two.query('INSERT INTO kinds (id) VALUES (7)')
    await one.query('SAVEPOINT a')
    await one.query('INSERT INTO kinds (id) VALUES (8)')
    await one.query('ROLLBACK TO a')
    await one.query('INSERT INTO kinds (id) VALUES (9)')
    for (const db of [one, two]) await db.query('COMMIT')
    expect(stage.evidence().effects.map(({ id, calls }) => `${id} ${calls}`)).toEqual(['1 c5', '9 c10', '7 c6'])
    expect(await close(stage)).toMatchObject({ changes: 3 })
  })

  test('control: two serializable transactions of which each reads what the other writes do fail', async () => {
    const stage = await hall.stage()
    const [one, two] = [stage.db, stage.db.connect()]
    for (const db of [one, two]) await db.query('BEGIN ISOLATION LEVEL SERIALIZABLE')
    for (const db of [one, two]) await db.query('SELECT count(*) FROM items')
    await one.query('INSERT INTO items VALUES (101)')
    await two.query('INSERT INTO items VALUES (102)')
    const codes = [await codeOf(one.query('COMMIT')), await codeOf(two.query('COMMIT'))]
    expect(codes).toEqual([undefined, '40001'])
    expect(stage.evidence().effects.map(({ id }) => id)).toEqual(['101'])
    expect(await close(stage)).toMatchObject({ changes: 1 })
  })

  test('the time of the trial is not the agent’s to set, and who tries is told on', async () => {
    const stage = await hall.stage()
    const { db } = stage
    const said = async () => (await db.query('SELECT now() AS now')).rows
    const now = [{ now: '2026-01-05 09:00:00+00' }]
    for (const text of [
      "SET mettle.now = '2030-01-01'",
      "SELECT set_config('mettle.now', '2030-01-01', false)",
      'RESET ALL',
      'DISCARD ALL',
    ]) {
      await db.query(text)
      expect(await said()).toEqual(now)
    }
    expect(stage.events().filter(({ type }) => type === 'alert')).toMatchObject([{ call: 'c1' }, { call: 'c3' }])
    await close(stage)
  })
})
