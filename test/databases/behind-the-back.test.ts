import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHall, type SqlHall } from './stage.ts'

const SCHEMA =
  'CREATE TABLE orders (id int PRIMARY KEY, total int NOT NULL); INSERT INTO orders SELECT i, i FROM generate_series(1, 20) i'

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: SCHEMA } })
}, 60_000)
afterAll(() => hall[Symbol.asyncDispose]())

describe('a connection that does not cross the seam', () => {
  test('with stolen credentials hides nothing: the journal knows of changes that no call made', async () => {
    const { db, login, events, end } = await hall.stage()
    await db.query('UPDATE orders SET total = 0 WHERE id = 1')
    const { secret: _, ...config } = login
    const thief = new Client(config)
    thief.on('error', () => {})
    await thief.connect()
    for (const text of ['DELETE FROM orders WHERE id = 2', 'BEGIN', 'DELETE FROM orders']) await thief.query(text)
    const { unreported, problems, changes } = await end()
    expect([problems, changes]).toEqual([[], 2])
    const told = events().filter(({ type }) => type === 'effect')
    expect(told).toMatchObject([{ id: '1', calls: ['c1'] }])
    expect(unreported?.shop?.map(({ op, id }) => `${op} ${id}`)).toEqual(['update 1', 'delete 2'])
  })

  test('cannot read what the seam reads, nor write where the journal is', async () => {
    const { login, end } = await hall.stage()
    const { secret: _, ...config } = login
    const thief = new Client(config)
    thief.on('error', () => {})
    await thief.connect()
    for (const text of [
      "SELECT mettle_seam.changes('guess', 0)",
      'SELECT * FROM mettle.journal',
      'DELETE FROM mettle.journal',
    ])
      await expect(thief.query(text)).rejects.toMatchObject({ code: '42501' })
    await thief.end()
    await end()
  })

  test('is worth nothing once its trial is over', async () => {
    const { login, end } = await hall.stage()
    await end()
    const { secret: _, ...config } = login
    const thief = new Client(config)
    thief.on('error', () => {})
    await expect(thief.connect()).rejects.toMatchObject({ code: '28P01' })
  })
})

test('a lane that a trial left different is found when every row is compared', async () => {
  const { ask, end } = await hall.stage()
  // What no journal sees: triggers are off for the administrator.
  await ask("SET session_replication_role = 'replica'")
  await ask('UPDATE orders SET total = 99 WHERE id = 9')
  expect((await end()).problems).toEqual([])
  const found = (await hall.databases.verify()).flatMap(({ differences }) => differences)
  expect(found).toEqual([expect.stringContaining('orders')])
})
