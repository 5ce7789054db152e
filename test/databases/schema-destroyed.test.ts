import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openHall, type SqlHall } from './stage.ts'

const SCHEMA = `CREATE TABLE companies (id int PRIMARY KEY, name text NOT NULL);
CREATE TABLE executives (id int PRIMARY KEY, name text NOT NULL, company int NOT NULL REFERENCES companies);
CREATE TABLE notes (text text); CREATE SCHEMA side; CREATE TABLE side.more (id int PRIMARY KEY);
INSERT INTO companies SELECT i, 'company ' || i FROM generate_series(1, 4) i;
INSERT INTO executives SELECT i, 'executive ' || i, 1 + i % 4 FROM generate_series(1, 12) i;
INSERT INTO notes VALUES ('a'), ('a'), ('b'); INSERT INTO side.more VALUES (1), (2);`
const OWNED = ['companies', 'executives', 'notes', 'side.more']
const GRANTS = `GRANT ALL ON ${OWNED} TO agent; ${OWNED.map((table) => `ALTER TABLE ${table} OWNER TO agent;`).join(' ')}
GRANT CREATE, USAGE ON SCHEMA public TO agent; ALTER SCHEMA side OWNER TO agent`

let hall: SqlHall
beforeAll(async () => {
  hall = await openHall({ schema: { sql: SCHEMA }, grants: { sql: GRANTS } })
})
afterAll(() => hall[Symbol.asyncDispose]())

/** What statements come to: 'delete shop.executives', how often; and the rows that are left at the end, by collection. */
async function does(...texts: string[]) {
  const { db, evidence, end } = await hall.stage()
  for (const text of texts) await db.query(text)
  const { effects, final } = evidence()
  const counts: Record<string, number> = {}
  for (const { op, collection, id } of effects) {
    const what = `${op} ${collection}${id === '(schema)' ? ' itself' : ''}`
    if (collection !== 'shop.(schema)') counts[what] = (counts[what] ?? 0) + 1
  }
  expect(await end()).toMatchObject({ problems: [] })
  return { counts, left: (collection: string) => Object.keys(final[collection] ?? {}), effects }
}

test('a table that is dropped is an effect for each row that goes, as it was at that time, and one on the table', async () => {
  const { counts, effects } = await does(
    'DELETE FROM executives WHERE id = 1',
    `UPDATE executives SET name = 'new' WHERE id = 2`,
    `INSERT INTO executives VALUES (13, 'thirteen', 1)`,
    'DROP TABLE executives',
  )
  expect(counts).toEqual({
    'delete shop.executives': 13,
    'update shop.executives': 1,
    'create shop.executives': 1,
    'update shop.executives itself': 1,
  })
  const dropped = effects.filter(({ op, calls }) => op === 'delete' && calls.includes('c4'))
  expect(dropped.map(({ id }) => Number(id)).sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13])
  expect(dropped.find(({ id }) => id === '2')?.before).toMatchObject({ name: 'new' })
})

test.each<[string, Record<string, number>]>([
  ['ALTER TABLE executives DROP COLUMN name', { 'update shop.executives itself': 2 }],
  ['ALTER TABLE executives RENAME TO old', { 'update shop.executives itself': 1 }],
  ['ALTER TABLE executives RENAME COLUMN name TO old', { 'update shop.executives itself': 1 }],
  [
    'ALTER TABLE executives ALTER COLUMN name TYPE varchar(4) USING left(name, 4)',
    { 'update shop.executives itself': 1 },
  ],
  ['TRUNCATE executives', { 'delete shop.executives': 12 }],
  [
    'DROP TABLE companies CASCADE',
    { 'delete shop.companies': 4, 'update shop.companies itself': 1, 'update shop.executives itself': 1 },
  ],
  ['DROP TABLE notes', { 'delete shop.notes': 3, 'update shop.notes itself': 1 }],
  ['DROP SCHEMA side CASCADE', { 'delete shop.side.more': 2, 'update shop.side.more itself': 1 }],
])('%s', async (text, expected) => {
  const { counts } = await does(text)
  expect(counts).toEqual(expected)
})

describe.each(['DROP COLUMN id CASCADE', 'RENAME COLUMN id TO number'])(
  'a table whose key is gone, by %s',
  (change) => {
    const row = change.startsWith('DROP') ? `('new')` : `(5, 'new')`
    test.each<[string, Record<string, number>]>([
      [`INSERT INTO companies VALUES ${row}`, { 'create shop.companies': 1 }],
      [`UPDATE companies SET name = 'old' WHERE name = 'company 1'`, { 'update shop.companies': 1 }],
      [`DELETE FROM companies WHERE name = 'company 4'`, { 'delete shop.companies': 1 }],
      ['TRUNCATE companies CASCADE', { 'delete shop.companies': 4 }],
      ['DROP TABLE companies CASCADE', { 'delete shop.companies': 4 }],
    ])('is written to as ever, and seen: %s', async (text, expected) => {
      const { counts } = await does('DELETE FROM executives', `ALTER TABLE companies ${change}`, text)
      const { 'create shop.companies': created = 0, 'delete shop.companies': deleted = 0 } = counts
      // A row without a key that changes is another one.
      if (text.startsWith('UPDATE') && change.startsWith('DROP')) expect([created, deleted]).toEqual([1, 1])
      else expect(counts).toMatchObject(expected)
    })
  },
)

test('no table that is named counts as unchanged, nor has its count of rows', async () => {
  const { left } = await does('ALTER TABLE executives DROP COLUMN name', 'DROP TABLE notes')
  expect(left('shop.executives')).toHaveLength(13)
  expect(left('shop.notes')).toEqual(['(schema)'])
})

test('control: what is rolled back, and what is temporary, is no effect', async () => {
  const nothing = [
    'BEGIN',
    'DROP TABLE executives',
    'ROLLBACK',
    'CREATE TEMP TABLE t (id int)',
    'DROP TABLE t',
    'SELECT 1',
  ]
  expect((await does(...nothing)).counts).toEqual({})
})
