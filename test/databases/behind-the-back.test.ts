import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TrialRecord } from '../../src/record/trial.ts'
import { finishDatabases } from '../../src/runner/lanes.ts'
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

describe('a lane that a trial left different', () => {
  test('makes every trial that it served an error, and no other', async () => {
    const first = await hall.stage()
    // What no journal sees: triggers are off for the administrator.
    await first.ask("SET session_replication_role = 'replica'")
    await first.ask('UPDATE orders SET total = 99 WHERE id = 9')
    expect((await first.end()).problems).toEqual([])
    const [found] = (await hall.databases.verify()).filter(({ differences }) => differences.length > 0)
    expect(found?.differences).toEqual([expect.stringContaining('orders')])
    const record = (verdict: string) => ({ verdict, reason: 'It failed.' }) as TrialRecord
    const records = new Map([
      ['a', record('passed')],
      ['b', record('failed')],
      ['c', record('passed')],
    ])
    const served = new Map([
      ['a', found?.lane ?? ''],
      ['b', found?.lane ?? ''],
      ['c', 'another'],
    ])
    const folder = { write: () => {} } as unknown as Parameters<typeof finishDatabases>[1]['folder']
    await finishDatabases(hall.databases, { records, served, folder })
    expect([...records.values()].map(({ verdict }) => verdict)).toEqual(['error', 'error', 'passed'])
    expect(records.get('b')?.reason).toContain('It failed.')
  })
})
