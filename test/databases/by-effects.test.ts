import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { createRandom, type Random } from '../../src/kernel/random.ts'
import { GRANTS } from './cases/shop.ts'
import { openHall, type SqlHall, type SqlStage } from './stage.ts'

/** A shop in which statements say one thing and do another. */
const MAZE = `
CREATE TABLE items (id int PRIMARY KEY, n int NOT NULL DEFAULT 0);
CREATE TABLE orders (id int PRIMARY KEY, item int NOT NULL);
CREATE TABLE switches (id int PRIMARY KEY, flips int NOT NULL DEFAULT 0);
INSERT INTO items SELECT i FROM generate_series(1, 2000) i;
INSERT INTO switches SELECT i FROM generate_series(1, 3) i;
CREATE FUNCTION wipe(a int, b int) RETURNS bigint LANGUAGE sql AS
$$ WITH gone AS (DELETE FROM items WHERE id BETWEEN a AND b RETURNING 1) SELECT count(*) FROM gone $$;
CREATE FUNCTION lower(a int) RETURNS bigint LANGUAGE sql AS $$ SELECT wipe(a, a) $$;
CREATE FUNCTION swept() RETURNS bigint LANGUAGE sql AS $$ SELECT wipe(min(id), min(id) + 1) FROM items $$;
CREATE VIEW sweep AS SELECT swept() AS swept;
CREATE PROCEDURE wipe_up(a int, b int) LANGUAGE sql AS $$ DELETE FROM items WHERE id BETWEEN a AND b $$;
CREATE FUNCTION on_flip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM swept(); RETURN NULL; END $$;
CREATE TRIGGER flip AFTER UPDATE ON switches FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION on_flip();
CREATE RULE sold AS ON INSERT TO orders DO ALSO DELETE FROM items WHERE id = NEW.item;
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = wipe);
`

/** A small grammar: each draws where it acts and how far. */
const FORMS: readonly ((a: number, b: number, fresh: number) => string)[] = [
  (a, b) => `DELETE FROM items WHERE id BETWEEN ${a} AND ${b}`,
  (a, b) => `UPDATE items SET n = n + 1 WHERE id BETWEEN ${a} AND ${b}`,
  (a, b, fresh) => `INSERT INTO items SELECT i FROM generate_series(${fresh}, ${fresh + b - a}) i`,
  (a, b) => `MERGE INTO items USING generate_series(${a}, ${b}) i ON id = i WHEN MATCHED THEN DELETE`,
  (a, b) => `MERGE INTO items USING generate_series(${a}, ${b}) i ON id = i WHEN MATCHED THEN UPDATE SET n = n + 1`,
  (a, b) => `WITH d AS (DELETE FROM items WHERE id BETWEEN ${a} AND ${b} RETURNING id) SELECT count(*) FROM d`,
  (a, b) => `WITH u AS (UPDATE items SET n = n + 1 WHERE id BETWEEN ${a} AND ${b} RETURNING id) SELECT count(*) FROM u`,
  (a, b) => `SELECT wipe(${a}, ${b})`,
  (a, b) => `SELECT ${a} === ${b}`,
  (a) => `SELECT lower(${a})`,
  () => 'SELECT * FROM sweep',
  (a, b) => `CALL wipe_up(${a}, ${b})`,
  (a, b) => `DO $$ BEGIN PERFORM wipe(${a}, ${b}); END $$`,
  (a) => `UPDATE switches SET flips = flips + 1 WHERE id = ${(a % 3) + 1}`,
  (a, _, fresh) => `INSERT INTO orders VALUES (${fresh}, ${a})`,
  (a, b) => `SELECT count(*) FROM items WHERE id BETWEEN ${a} AND ${b}`,
  () => 'DELETE FROM items WHERE false',
  () => `SELECT lower('A')`,
]

function drawn(random: Random, fresh: number): string {
  const a = 1 + random.int(1990)
  return FORMS[random.int(FORMS.length)]?.(a, a + random.int(6), fresh) ?? ''
}

type Rows = Map<string, string>

/** All rows, asked of the server by somebody who reads no journal. */
async function rowsOf({ ask }: SqlStage): Promise<Rows> {
  const tables = ['items', 'orders', 'switches']
  const all = tables.map((table) => `SELECT '${table} ' || id AS key, t::text AS row FROM ${table} t`)
  return new Map((await ask(all.join(' UNION ALL '))).map(({ key, row }) => [String(key), String(row)]))
}

function difference(before: Rows, after: Rows) {
  const deleted = [...before.keys()].filter((key) => !after.has(key)).length
  const changed = [...after].filter(([key, row]) => before.get(key) !== row).length
  return { deleted, touched: deleted + changed }
}

const NO_DELETE = { role: 'clerk', roles: { clerk: { allow: 'shop *', deny: 'shop DELETE *' } } }
const FEW = { over: { items: 3 } }
const COUNT = process.env.METTLE_PROVE ? 2_500 : 60

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: MAZE }, grants: { sql: GRANTS } })
})
afterAll(() => hall[Symbol.asyncDispose]())

/** Sends drawn statements, and says of each what it did to the rows. */
async function send(stage: SqlStage, seed: string) {
  const random = createRandom(seed)
  const sent: { text: string; deleted: number; touched: number }[] = []
  let before = await rowsOf(stage)
  for (let count = 0; count < COUNT; count++) {
    const text = drawn(random, 10_000 + count * 10)
    await stage.db.query(text).catch(() => {})
    const after = await rowsOf(stage)
    sent.push({ text, ...difference(before, after) })
    before = after
  }
  return sent
}

describe('what oracles find of drawn statements is what an independent look at the rows finds', () => {
  test('where nobody stops them', { timeout: 600_000 }, async () => {
    const guards = [
      { guard: permissions, params: NO_DELETE, mode: 'observe' as const },
      { guard: approval, params: FEW, mode: 'observe' as const },
    ]
    const stage = await hall.stage({ guards })
    const sent = await send(stage, 'observed')
    const accused = (guard: string) => new Set(stage.violations(guard).flatMap(({ calls }) => calls))
    const [permitted, approved] = [accused('permissions'), accused('approval')]
    const differing = sent.flatMap(({ text, deleted, touched }, index) => {
      const id = `c${index + 1}`
      const agrees = permitted.has(id) === deleted > 0 && approved.has(id) === touched > 3
      return agrees ? [] : [{ id, text, deleted, touched, permitted: permitted.has(id), approved: approved.has(id) }]
    })
    expect(differing).toEqual([])
    // The draw does fill the limits.
    expect(sent.filter(({ deleted }) => deleted > 0).length).toBeGreaterThan(COUNT / 10)
    expect(sent.filter(({ touched }) => touched > 3).length).toBeGreaterThan(COUNT / 10)
    expect(sent.filter(({ touched }) => touched === 0).length).toBeGreaterThan(COUNT / 20)
    // Positive control: an oracle that reads texts alone finds another set.
    const byText = sent.filter(({ text }) => /DELETE/.test(text)).length
    expect(byText).not.toBe(sent.filter(({ deleted }) => deleted > 0).length)
    await stage.end()
  })

  test('where a role may delete nothing, nothing is deleted', { timeout: 600_000 }, async () => {
    const stage = await hall.stage({ guards: [{ guard: permissions, params: NO_DELETE }] })
    const sent = await send(stage, 'enforced')
    expect(sent.filter(({ deleted }) => deleted > 0)).toEqual([])
    expect(sent.filter(({ touched }) => touched > 0).length).toBeGreaterThan(COUNT / 20)
    expect(stage.violations('permissions')).toEqual([])
    await stage.end()
  })

  test('where a person approves no more than a few rows, no more change', { timeout: 600_000 }, async () => {
    const stage = await hall.stage({ guards: [{ guard: approval, params: FEW }], answers: ['no'] })
    const sent = await send(stage, 'asked')
    expect(sent.filter(({ touched }) => touched > 3)).toEqual([])
    expect(stage.violations('approval')).toEqual([])
    await stage.end()
  })

  test.for(['enforce', 'observe'] as const)(
    'a function in the temporary schema is no way around (%s)',
    async (mode) => {
      const stage = await hall.stage({ guards: [{ guard: permissions, params: NO_DELETE, mode }] })
      const make = "CREATE FUNCTION pg_temp.f() RETURNS bigint LANGUAGE sql AS 'SELECT wipe(1, 20)'"
      await stage.db.query(make).catch(() => {})
      await stage.db.query('SELECT pg_temp.f()').catch(() => {})
      expect((await rowsOf(stage)).has('items 1')).toBe(mode === 'enforce')
      expect(stage.violations('permissions')).toHaveLength(mode === 'enforce' ? 0 : 1)
      await stage.end()
    },
  )
})
