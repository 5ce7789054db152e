import { afterAll, beforeAll, expect, test } from 'vitest'
import { openHall, type SqlHall } from './stage.ts'

const SCHEMA = `
CREATE TABLE customers (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE orders (id serial PRIMARY KEY, customer int NOT NULL REFERENCES customers ON DELETE CASCADE, total numeric(12, 2) NOT NULL,
  paid timestamptz, made timestamptz NOT NULL DEFAULT now());
INSERT INTO customers SELECT i, 'customer ' || i FROM generate_series(1, 5) i;
INSERT INTO orders (customer, total) SELECT 1 + i % 5, i FROM generate_series(1, 20) i;`

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: SCHEMA } })
}, 60_000)
afterAll(() => hall[Symbol.asyncDispose]())

test('a statement is a call with what its text says, and each changed row is an effect of that call', async () => {
  const { db, evidence, end } = await hall.stage()
  await db.query('SELECT count(*) AS n FROM orders')
  const { rowCount } = await db.query('UPDATE orders SET total = total + $1 WHERE id <= 2', [10], {
    reason: 'a correction',
  })
  expect(rowCount).toBe(2)
  const [read, write] = evidence().calls
  expect(read?.call).toMatchObject({ target: 'shop SELECT orders', access: 'read' })
  expect(read?.executed?.output).toMatchObject({ rows: [{ n: 20 }] })
  expect(write?.call).toMatchObject({ target: 'shop UPDATE orders', access: 'write', reason: 'a correction' })
  expect(write?.effects.map(({ collection, op, id }) => `${op} ${collection} ${id}`)).toEqual([
    'update shop.orders 1',
    'update shop.orders 2',
  ])
  expect(evidence().final['shop.orders']?.['1']).toMatchObject({ total: 11 })
  expect(evidence().initial['shop.orders']?.['1']).toMatchObject({ total: 1 })
  expect(await end()).toMatchObject({ reset: 'journal', changes: 2, problems: [] })
})

test('what is rolled back is no effect; what is committed is one of the call that made it', async () => {
  const { db, evidence, end } = await hall.stage()
  for (const text of ['BEGIN', 'DELETE FROM orders WHERE id = 1', 'SAVEPOINT a', 'DELETE FROM orders WHERE id = 2'])
    await db.query(text)
  await db.query('ROLLBACK TO a')
  await db.query('UPDATE orders SET total = 0 WHERE id = 3')
  expect(evidence().effects).toEqual([])
  await db.query('COMMIT')
  await db.query('BEGIN')
  await db.query('DELETE FROM orders')
  await db.query('ROLLBACK')
  expect(evidence().effects.map(({ op, id, calls }) => `${op} ${id} ${calls}`)).toEqual(['delete 1 c2', 'update 3 c6'])
  expect(await end()).toMatchObject({ changes: 2, problems: [] })
})

test('a cascade and a column default follow the statement and the trial’s clock', async () => {
  const { db, evidence, clock, end } = await hall.stage()
  clock.set(Date.UTC(2026, 5, 1, 12))
  await db.query('DELETE FROM customers WHERE id = 2')
  const { rows } = await db.query('INSERT INTO orders (customer, total) VALUES (1, 5) RETURNING made, now() AS said')
  expect(rows[0]).toEqual({ made: '2026-06-01 12:00:00+00', said: '2026-06-01 12:00:00+00' })
  const [gone] = evidence().calls
  expect(gone?.effects.map(({ collection }) => collection).sort()).toEqual([
    'shop.customers',
    ...Array(4).fill('shop.orders'),
  ])
  await end()
})

test('two connections have transactions of their own, and nobody moves a change to another call', async () => {
  const { db, evidence, end } = await hall.stage()
  const other = db.connect()
  await db.query('BEGIN')
  await db.query("SELECT set_config('mettle.call', 'c1', false)")
  await db.query('DELETE FROM orders WHERE id = 5')
  await other.query('DELETE FROM orders WHERE id = 6')
  await db.query('COMMIT')
  expect(evidence().effects.map(({ id, calls }) => `${id} ${calls}`)).toEqual(['6 c4', '5 c3'])
  expect(await end()).toMatchObject({ changes: 2, problems: [] })
})

test('PostgreSQL says no in its own words, and an open transaction is as failed as it is', async () => {
  const { db, events, end } = await hall.stage()
  await expect(db.query('SELEC 1')).rejects.toMatchObject({ name: 'SqlError', code: '42601' })
  await expect(db.query('COMMIT; DROP TABLE orders')).rejects.toMatchObject({ code: '42601' })
  await db.query('BEGIN')
  await expect(db.query('INSERT INTO orders (customer, total) VALUES (99, 1)')).rejects.toMatchObject({
    code: '23503',
    table: 'orders',
  })
  await expect(db.query('SELECT 1')).rejects.toMatchObject({ code: '25P02' })
  await db.query('ROLLBACK')
  expect((await db.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  expect(events().filter(({ type }) => type === 'harness-fault')).toEqual([])
  await end()
})

test('the next trial finds everything as it was, and a clean session', async () => {
  const first = await hall.stage()
  await first.db.query('DELETE FROM customers')
  await first.db.query("SET datestyle = 'SQL, DMY'")
  await first.db.query('CREATE TEMP TABLE mine (id int)')
  await first.db.query('BEGIN')
  await first.db.query('INSERT INTO customers VALUES (77, $1)', ['x'])
  expect(await first.end()).toMatchObject({ changes: 25, problems: [] })
  const { db, end } = await hall.stage()
  expect((await db.query('SELECT count(*) AS n FROM orders')).rows).toEqual([{ n: 20 }])
  expect((await db.query('SHOW datestyle')).rows).toEqual([{ DateStyle: 'ISO, MDY' }])
  await expect(db.query('SELECT * FROM mine')).rejects.toMatchObject({ code: '42P01' })
  await end()
  expect((await hall.databases.verify()).flatMap(({ differences }) => differences)).toEqual([])
})

test('a written time that is the machine’s is told', async () => {
  const { db, events, end } = await hall.stage()
  await db.query('UPDATE orders SET paid = CURRENT_TIMESTAMP WHERE id = 1')
  await db.query('UPDATE orders SET paid = now() WHERE id = 2')
  expect(events().filter(({ type }) => type === 'clock-leak')).toMatchObject([
    { call: 'c1', collection: 'shop.orders', id: '1', field: 'paid' },
  ])
  await end()
})

test('rows in no order are marked, and those that are ordered are not', async () => {
  const { db, evidence, end } = await hall.stage()
  await db.query('SELECT id FROM orders')
  await db.query('SELECT id FROM orders ORDER BY id')
  await db.query('SELECT count(*) FROM orders')
  expect(evidence().calls.map(({ executed }) => executed?.unordered ?? false)).toEqual([true, false, false])
  await end()
})

test('serializable transactions that do not touch each other do not fail for what the harness reads', async () => {
  const { db, evidence, end } = await hall.stage()
  const [left, right] = [db.connect(), db.connect()]
  for (const one of [left, right]) await one.query('BEGIN ISOLATION LEVEL SERIALIZABLE')
  await left.query('UPDATE customers SET name = $1 WHERE id = 1', ['left'])
  await right.query('UPDATE orders SET total = 1 WHERE id = 20')
  await left.query('UPDATE customers SET name = $1 WHERE id = 1', ['left again'])
  await right.query('UPDATE orders SET total = 2 WHERE id = 20')
  for (const one of [left, right]) await one.query('COMMIT')
  expect(evidence().effects.map(({ collection, calls }) => `${collection} ${calls}`)).toEqual([
    'shop.customers c3',
    'shop.customers c5',
    'shop.orders c4',
    'shop.orders c6',
  ])
  await end()
})

test('an agent that prepares statements of its own does not answer in the journal’s place', async () => {
  const { db, evidence, end } = await hall.stage()
  await db.query('DELETE FROM orders WHERE id = 1')
  const forged = `SELECT '{"seq":0,"now":null,"changes":[]}'::text AS changes`
  await db.query(`DO $$ BEGIN
    EXECUTE (SELECT coalesce(string_agg('DEALLOCATE ' || quote_ident(name) || '; PREPARE ' || quote_ident(name)
      || '(text, bigint) AS ' || ${`$q$${forged}$q$`}, ';'), 'SELECT 1') FROM pg_prepared_statements WHERE name <> '');
  END $$`)
  await db.query('DELETE FROM orders WHERE id = 2')
  expect(evidence().effects.map(({ id, calls }) => `${id} ${calls}`)).toEqual(['1 c1', '2 c3'])
  expect(await end()).toMatchObject({ changes: 2, problems: [] })
})
