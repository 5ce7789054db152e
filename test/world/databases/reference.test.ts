import { afterAll, describe, expect, test } from 'vitest'
import { UsageError } from '../../../src/kernel/errors.ts'
import { openHall, type SqlHall } from '../../databases/stage.ts'

const SCHEMA = `
CREATE TABLE orders (id int PRIMARY KEY, total int NOT NULL, at timestamptz NOT NULL DEFAULT now());
CREATE TABLE lines (id serial PRIMARY KEY, "order" int NOT NULL REFERENCES orders ON DELETE CASCADE);
CREATE TABLE other (id int PRIMARY KEY);
INSERT INTO orders (id, total) SELECT i, i * 10 FROM generate_series(1, 5) i;
INSERT INTO lines ("order") SELECT i FROM generate_series(1, 5) i;
INSERT INTO other VALUES (1);`

const REFERENCE = `
CREATE TABLE truth AS SELECT 1 AS id, sum(total)::int AS total, now() AS at FROM orders;
DELETE FROM orders WHERE id > 3;
INSERT INTO lines ("order") VALUES (1);`

const halls: SqlHall[] = []
afterAll(() => Promise.all(halls.map((hall) => hall[Symbol.asyncDispose]())))

async function open(reference?: string): Promise<SqlHall> {
  const hall = await openHall({
    schema: { sql: SCHEMA },
    ...(reference !== undefined && { reference: { sql: reference } }),
  })
  halls.push(hall)
  return hall
}

describe('a reference', () => {
  test('leaves its tables to the evidence, cascades and all, and nothing in any trial', async () => {
    const hall = await open(REFERENCE)
    const { db, evidence, end } = await hall.stage()
    const { rows } = await db.query('SELECT count(*)::int AS n FROM orders')
    expect(rows).toEqual([{ n: 5 }])
    await expect(db.query('SELECT * FROM truth')).rejects.toThrow('does not exist')
    // Its own number of a line is not taken by the reference's.
    expect((await db.query(`INSERT INTO lines ("order") VALUES (1) RETURNING id`)).rows).toEqual([{ id: 6 }])
    const { reference, initial } = evidence()
    expect(Object.keys(reference['shop.orders'] ?? {})).toEqual(['1', '2', '3'])
    expect(Object.keys(reference['shop.lines'] ?? {})).toEqual(['1', '2', '3', '6'])
    expect(Object.values(reference['shop.truth'] ?? {})[0]).toMatchObject({
      total: 150,
    })
    expect(reference['shop.other']).toEqual(initial['shop.other'])
    expect((await end()).problems).toEqual([])
  }, 120_000)

  test("tells the time of the trial's start", async () => {
    const hall = await open(REFERENCE)
    const { evidence, end } = await hall.stage()
    const [truth] = Object.values(evidence().reference['shop.truth'] ?? {}) as { at: string }[]
    expect(Date.parse(truth?.at ?? '')).toBe(Date.UTC(2026, 0, 5, 9))
    await end()
  }, 120_000)

  test('that does not work is an error of usage, with its line', async () => {
    const hall = await open('DELETE FROM orders;\nDELETE FROM nothing;')
    await expect(hall.stage()).rejects.toThrow(UsageError)
    await expect(hall.stage()).rejects.toThrow('line 2')
  }, 120_000)

  test('is not there where none is given', async () => {
    const hall = await open()
    const { evidence, end } = await hall.stage()
    expect(evidence().reference).toEqual({})
    await end()
  }, 120_000)
})
