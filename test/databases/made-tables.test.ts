import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { autonomyWindow } from '../../src/guards/autonomy-window.ts'
import { budget } from '../../src/guards/budget.ts'
import type { Guard } from '../../src/guards/define.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { rateLimit } from '../../src/guards/rate-limit.ts'
import { sandboxFirst } from '../../src/guards/sandbox-first.ts'
import { openHall, type SqlHall } from './stage.ts'

const SCHEMA = `CREATE TABLE items (id int PRIMARY KEY, n int NOT NULL DEFAULT 0); CREATE TABLE notes (text text);
CREATE TABLE events (id int PRIMARY KEY) PARTITION BY RANGE (id);
INSERT INTO items SELECT i FROM generate_series(1, 20) i;
CREATE FUNCTION peek() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT count(*) FROM items); END $$;
CREATE FUNCTION again() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN UPDATE items SET n = n + 1 WHERE id = NEW.id; RETURN NULL; END $$;
CREATE TRIGGER again AFTER UPDATE ON items FOR EACH ROW WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION again();`
const GRANTS = `ALTER TABLE items OWNER TO agent; ALTER TABLE notes OWNER TO agent; ALTER TABLE events OWNER TO agent; GRANT CREATE ON SCHEMA public TO agent`

let hall: SqlHall
beforeAll(async () => {
  hall = await openHall({ schema: { sql: SCHEMA }, grants: { sql: GRANTS } })
})
afterAll(() => hall[Symbol.asyncDispose]())

/** What statements come to beside the schema: 'delete shop.mine 1', by call. */
async function does(...texts: string[]) {
  const { db, evidence, end } = await hall.stage()
  for (const text of texts) await db.query(text)
  const { calls } = evidence()
  expect(await end()).toMatchObject({ problems: [], reset: expect.any(String) })
  return calls.map(({ effects }) =>
    effects
      .filter(({ id, collection }) => id !== '(schema)' && collection !== 'shop.(schema)')
      .map(({ op, collection, id }) => `${op} ${collection} ${id.replace(/^~.*/, '~')}`),
  )
}

describe('a table that an agent makes is watched as those that were there', () => {
  test('with a key, until it goes', async () => {
    const done = await does(
      'CREATE TABLE mine (id int PRIMARY KEY, n int)',
      'INSERT INTO mine VALUES (1, 1), (2, 2), (3, 3)',
      'UPDATE mine SET n = 0 WHERE id = 1',
      'DELETE FROM mine WHERE id = 2',
      'DROP TABLE mine',
    )
    expect(done).toEqual([
      [],
      ['create shop.mine 1', 'create shop.mine 2', 'create shop.mine 3'],
      ['update shop.mine 1'],
      ['delete shop.mine 2'],
      ['delete shop.mine 1', 'delete shop.mine 3'],
    ])
  })

  test('with the rows that it begins with, and those that TRUNCATE takes', async () => {
    const done = await does('CREATE TABLE mine AS SELECT id FROM items WHERE id < 3', 'TRUNCATE mine')
    expect(done).toEqual([Array(2).fill('create shop.mine ~'), Array(2).fill('delete shop.mine ~')])
  })

  test('with rows that hold the same: each change is that of its own statement', async () => {
    const done = await does(
      'BEGIN',
      'CREATE TABLE mine (n int)',
      'INSERT INTO mine VALUES (1), (1), (2)',
      'UPDATE mine SET n = n + 1',
      'DELETE FROM mine WHERE n = 3',
      'DROP TABLE mine',
      'COMMIT',
    )
    expect(done[2]).toEqual(Array(3).fill('create shop.mine ~'))
    expect(done[4]).toEqual(['delete shop.mine ~'])
    expect(done[5]).toEqual(Array(2).fill('delete shop.mine ~'))
  })

  test('as a partition', async () => {
    const done = await does(
      'CREATE TABLE low PARTITION OF events FOR VALUES FROM (0) TO (10)',
      'INSERT INTO events VALUES (4)',
    )
    expect(done[1]).toEqual(['create shop.events 4'])
  })

  test('control: not one that is temporary, nor one that is rolled back', async () => {
    const texts = [
      'CREATE TEMP TABLE t AS SELECT 1 AS id',
      'INSERT INTO t VALUES (2)',
      'BEGIN',
      'CREATE TABLE u (id int)',
      'INSERT INTO u VALUES (1)',
      'ROLLBACK',
    ]
    expect((await does(...texts)).flat()).toEqual([])
  })
})

test.each([
  'ALTER TABLE items DISABLE TRIGGER ALL',
  'ALTER TABLE items DISABLE TRIGGER "!mettle"',
  'DROP TRIGGER "!mettle" ON items',
  'DROP TRIGGER "!mettle_truncate" ON items',
])('the owner of a table cannot switch its journal off: %s', async (text) => {
  const done = await does(text, 'DELETE FROM items WHERE id = 7', 'TRUNCATE items')
  expect(done[1]).toEqual(['delete shop.items 7'])
  expect(done[2]).toHaveLength(19)
})

const NIGHT = { windows: [{ from: '01:00', to: '02:00' }], zone: 'UTC' }
const RULES = { rules: [{ on: ['shop DELETE *', 'shop CHANGE *'] }] }
const CLERK = { role: 'clerk', roles: { clerk: { allow: 'shop *', deny: 'shop DELETE *' } } }

// biome-ignore lint/suspicious/noExplicitAny: guards of any parameters
const STRICT: [Guard<any>, unknown][] = [
  [autonomyWindow, NIGHT],
  [budget, { trial: 1, on: '*' }],
  [sandboxFirst, RULES],
  [approval, {}],
  [permissions, CLERK],
]

const NOTHING_CHANGES = [
  'SELECT peek()',
  'DO $$ BEGIN PERFORM count(*) FROM items; END $$',
  'EXPLAIN DELETE FROM items',
  'PREPARE p AS DELETE FROM items',
  'BEGIN',
  'DECLARE c CURSOR FOR SELECT peek()',
  'FETCH 1 FROM c',
  'LOCK TABLE items IN SHARE MODE',
  'COMMIT',
  'NOTIFY somebody',
  'COPY items TO STDOUT',
]

describe('what changes nothing is no write', () => {
  test.each(STRICT)('$name lets it pass, and its oracle finds nothing', async (guard, params) => {
    const stage = await hall.stage({ guards: [{ guard, params }], answers: ['no'] })
    for (const text of NOTHING_CHANGES) await stage.db.query(text)
    expect(stage.violations(guard.name)).toEqual([])
    await stage.end()
  })

  test.each(STRICT)('$name: control: what does change something is stopped', async (guard, params) => {
    const stage = await hall.stage({ guards: [{ guard, params }], answers: ['no'] })
    await stage.db.query('PREPARE p AS DELETE FROM items')
    await expect(stage.db.query('EXECUTE p')).rejects.toThrow()
    expect(await stage.ask('SELECT count(*)::int AS n FROM items')).toEqual([{ n: 20 }])
    await stage.end()
  })

  test.each(STRICT)('$name, observing: no row is touched by a DELETE that finds none', async (guard, params) => {
    const stage = await hall.stage({ guards: [{ guard, params, mode: 'observe' }] })
    await stage.db.query('DELETE FROM items WHERE false')
    expect(stage.violations(guard.name)).toEqual([])
    await stage.db.query('DELETE FROM items WHERE id = 1')
    expect(stage.violations(guard.name)).toMatchObject([{ calls: ['c2'] }])
    await stage.end()
  })
})

describe('how many things a statement touches', () => {
  test('rows without a key count each, also where they hold the same', async () => {
    const params = { limit: 2, per: 'hour' }
    const stage = await hall.stage({ guards: [{ guard: rateLimit, params, mode: 'observe' }] })
    await stage.db.query(`INSERT INTO notes VALUES ('a'), ('a'), ('a')`)
    expect(stage.violations('rate-limit')).toMatchObject([{ calls: ['c1'] }])
    await stage.end()
  })

  test('a row that its trigger changes again is one', async () => {
    const stage = await hall.stage({ guards: [{ guard: approval, params: { over: { items: 2 } } }], answers: ['no'] })
    await stage.db.query('UPDATE items SET n = 5 WHERE id < 3')
    await expect(stage.db.query('UPDATE items SET n = 5 WHERE id < 4')).rejects.toThrow()
    expect(stage.violations('approval')).toEqual([])
    await stage.end()
  })
})
