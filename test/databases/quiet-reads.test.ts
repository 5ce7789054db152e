import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { GRANTS } from './cases/shop.ts'
import { openRaw, readable, say } from './raw-client.ts'
import type { StageOptions } from './stage.ts'
import { codeOf, openWireHall, type WireHall, type WireStage } from './wire-stage.ts'

/** A shop in which reading may delete. Nothing in it is put off until a transaction ends. */
const SCHEMA = `
CREATE TABLE items (id int PRIMARY KEY, n int NOT NULL DEFAULT 0);
CREATE TABLE plain (id int PRIMARY KEY);
CREATE TABLE guarded (id int PRIMARY KEY);
CREATE TABLE gate (id int PRIMARY KEY);
CREATE SEQUENCE numbers;
INSERT INTO items SELECT i FROM generate_series(1, 100) i;
INSERT INTO plain VALUES (1), (2);
INSERT INTO guarded VALUES (1);
CREATE FUNCTION wipe(a int, b int) RETURNS bigint LANGUAGE sql AS
$$ WITH gone AS (DELETE FROM items WHERE id BETWEEN a AND b RETURNING 1) SELECT count(*) FROM gone $$;
CREATE FUNCTION lower(a int) RETURNS bigint LANGUAGE sql AS $$ SELECT wipe(a, a + 1) $$;
CREATE FUNCTION upper(a int) RETURNS bigint LANGUAGE plpgsql AS
$$ DECLARE n bigint := wipe(a, a + 1); BEGIN EXECUTE 'DISCARD SEQUENCES'; RETURN n; END $$;
CREATE FUNCTION ceil(a text) RETURNS text LANGUAGE sql AS $$ SELECT set_config('mettle.now', a, false) $$;
CREATE FUNCTION round(a text) RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN EXECUTE a; RETURN 0; END $$;
CREATE FUNCTION wiped() RETURNS boolean LANGUAGE sql AS $$ SELECT wipe(1, 2) >= 0 $$;
CREATE FUNCTION caught() RETURNS bigint LANGUAGE plpgsql AS
$$ BEGIN BEGIN PERFORM wipe(1, 2); RAISE division_by_zero; EXCEPTION WHEN division_by_zero THEN END; RETURN 0; END $$;
CREATE FUNCTION on_gate() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM wipe(1, 2); RETURN NEW; END $$;
CREATE FUNCTION later() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM wipe(1, 2); RETURN NULL; END $$;
CREATE VIEW sweep AS SELECT wipe(1, 2) AS swept;
CREATE VIEW calm AS SELECT caught() AS caught;
CREATE VIEW door AS SELECT id FROM gate;
CREATE TRIGGER on_door INSTEAD OF INSERT ON door FOR EACH ROW EXECUTE FUNCTION on_gate();
CREATE RULE sold AS ON INSERT TO gate DO ALSO DELETE FROM items WHERE id <= 2;
CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = wipe);
CREATE PROCEDURE wipe_up(a int, b int) LANGUAGE plpgsql AS
$$ BEGIN DELETE FROM items WHERE id = a; COMMIT; DELETE FROM items WHERE id = b; COMMIT; END $$;
ALTER TABLE guarded ENABLE ROW LEVEL SECURITY;
CREATE POLICY p ON guarded USING (wiped());
`

/** Each deletes the first two items, however little it looks like it. */
const DANGEROUS: Record<string, readonly string[]> = {
  'a volatile function': ['SELECT wipe(1, 2)'],
  'a function under the name of one that reads': ['SELECT lower(1)'],
  'one that forgets the numbers that it took': ['SELECT upper(1)'],
  'one that forgets them in a transaction': ['BEGIN', 'SELECT upper(1)', 'COMMIT'],
  'numbers that are forgotten behind a write': ['BEGIN', 'SELECT lower(1)', 'DISCARD SEQUENCES', 'SELECT 1', 'COMMIT'],
  'numbers that are forgotten ahead of it': ['SELECT 1', 'DISCARD SEQUENCES', 'SELECT lower(1)', 'DISCARD ALL'],
  'an operator': ['SELECT 1 === 2'],
  'a view': ['SELECT * FROM sweep'],
  'a policy of row security': ['SELECT * FROM guarded'],
  'a common table expression': ['WITH d AS (DELETE FROM items WHERE id <= 2 RETURNING id) SELECT count(*) FROM d'],
  'a trigger in place of an insertion': ['INSERT INTO door VALUES (1)'],
  'a rule': ['INSERT INTO gate VALUES (1)'],
  'a plan that is run for its times': ['EXPLAIN ANALYZE SELECT * FROM sweep'],
  'a copy that goes out': ['SELECT 1', 'COPY (SELECT * FROM sweep) TO STDOUT'],
  'a prepared statement': ['PREPARE p AS SELECT lower(1)', 'EXECUTE p'],
  'a block of code': ['DO $$ BEGIN PERFORM * FROM sweep; END $$'],
  'a procedure that commits': ['CALL wipe_up(1, 2)'],
  'a cursor': ['BEGIN', 'DECLARE c CURSOR FOR SELECT * FROM sweep', 'FETCH c', 'COMMIT'],
  'a savepoint that is kept': ['BEGIN', 'SAVEPOINT a', 'SELECT * FROM sweep', 'RELEASE a', 'SELECT 1', 'COMMIT'],
  'a view of the name of a table, behind as many reads of it': [
    'SELECT * FROM plain',
    'SELECT * FROM plain',
    'CREATE TEMP VIEW plain AS SELECT wipe(1, 2) AS id',
    'SELECT * FROM plain',
  ],
  'a table that is no longer found first': [
    'CREATE TEMP TABLE sweep AS SELECT 1 AS one',
    'SELECT * FROM sweep',
    'SET search_path = public, pg_temp',
    'SELECT * FROM sweep',
  ],
  'what only a read-only session has kept from it': [
    'SET default_transaction_read_only = on',
    'SELECT * FROM plain',
    'SELECT * FROM sweep',
    'SET default_transaction_read_only = off',
    'SELECT * FROM sweep',
  ],
}

/** Each changes nothing that lasts. */
const HARMLESS: Record<string, readonly string[]> = {
  'a table': ['SELECT * FROM plain'],
  'a lock of rows': ['SELECT * FROM plain FOR UPDATE'],
  'a number of a sequence': ["SELECT nextval('numbers')"],
  'what is rolled back': ['BEGIN', 'SELECT * FROM sweep', 'ROLLBACK'],
  'what is rolled back within a view': ['SELECT * FROM calm'],
  'what fails behind its write': ['SELECT swept / 0 FROM sweep'],
  'what fails within a transaction': ['BEGIN', 'SELECT * FROM sweep', 'SELECT 1 / 0', 'SELECT * FROM plain', 'COMMIT'],
  'a savepoint that is left': ['BEGIN', 'SAVEPOINT a', 'SELECT * FROM sweep', 'ROLLBACK TO a', 'SELECT 1', 'COMMIT'],
}

const MORE = 'GRANT CREATE ON SCHEMA public TO agent; GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO agent'
const NO_DELETE = { role: 'clerk', roles: { clerk: { allow: 'shop *', deny: 'shop DELETE *' } } }
const OBSERVED: StageOptions = { guards: [{ guard: permissions, params: NO_DELETE, mode: 'observe' }] }
const REFUSED: StageOptions = { guards: [{ guard: permissions, params: NO_DELETE }] }

let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA }, grants: { sql: `${GRANTS}; ${MORE}` } })
}, 60_000)
afterAll(() => wire[Symbol.asyncDispose]())

/** Sends texts one after the other, by one way to the database. */
const WAYS = {
  session: async ({ db }: WireStage, texts: readonly string[]) => {
    for (const text of texts) await db.query(text).catch(() => {})
  },
  'a driver, extended': async (stage: WireStage, texts: readonly string[]) => {
    const raw = await openRaw({ connectionString: stage.url })
    for (const text of texts) await raw.ask(say.parse(text), say.bind(), say.execute(), say.sync)
    await raw.end()
  },
  'a driver, simple': async (stage: WireStage, texts: readonly string[]) => {
    const client = await stage.client()
    for (const text of texts) await client.query(text).catch(() => {})
    await client.end()
  },
}

/** Asked of the server by somebody who reads no journal. */
async function missing({ ask }: WireStage): Promise<number> {
  return 100 - Number((await ask('SELECT count(*) AS n FROM items'))[0]?.n)
}

function deletions(stage: WireStage) {
  return stage.evidence().effects.filter(({ op, collection }) => op === 'delete' && collection === 'shop.items')
}

describe.each(Object.entries(WAYS))('by %s', (_, send) => {
  describe.each([
    ['nobody looks', {}],
    ['a guard looks on', OBSERVED],
  ] as const)('where %s', (who, options) => {
    // Whoever looks keeps a procedure from committing by itself.
    const cases = Object.entries(DANGEROUS).filter(([what]) => who === 'nobody looks' || !what.includes('commits'))
    test.each(cases)('%s is told of the call that did it', async (_what, texts) => {
      const stage = await wire.stage(options)
      await send(stage, texts)
      // Positive control: it does delete.
      expect(await missing(stage)).toBe(2)
      expect(deletions(stage).map(({ id }) => id)).toEqual(['1', '2'])
      const makers = new Set(deletions(stage).flatMap(({ calls }) => calls))
      const told = stage.evidence().calls.filter(({ call }) => makers.has(call.id))
      expect(told).toHaveLength(1)
      expect(texts).toContain((told[0]?.call.input as { text: string } | undefined)?.text)
      const { unreported, problems } = await stage.end()
      expect({ unreported, problems }).toEqual({ unreported: undefined, problems: [] })
    })

    test.each(Object.entries(HARMLESS))('%s has no effect', async (_what, texts) => {
      const stage = await wire.stage(options)
      await send(stage, texts)
      expect(await missing(stage)).toBe(0)
      expect(stage.evidence().effects).toEqual([])
      const { unreported, problems } = await stage.end()
      expect({ unreported, problems }).toEqual({ unreported: undefined, problems: [] })
    })
  })

  test.each(Object.entries(DANGEROUS).filter(([what]) => !what.includes('commits')))(
    '%s is undone where a role may delete nothing',
    async (_what, texts) => {
      const stage = await wire.stage(REFUSED)
      await send(stage, texts)
      expect(await missing(stage)).toBe(0)
      expect(deletions(stage)).toEqual([])
      expect((await stage.end()).problems).toEqual([])
    },
  )
})

test('a view that takes the place of a table by another connection is seen by the next read', async () => {
  const stage = await wire.stage()
  const [one, two] = [await stage.client(), await stage.client()]
  const read = () => one.query('SELECT * FROM of_mine')
  await two.query('CREATE TABLE of_mine (id int)')
  for (let time = 0; time < 3; time++) await read()
  expect(deletions(stage)).toEqual([])
  await two.query('BEGIN; DROP TABLE of_mine; CREATE VIEW of_mine AS SELECT wipe(1, 2) AS id; COMMIT')
  await read()
  expect(deletions(stage).map(({ id }) => id)).toEqual(['1', '2'])
  expect(await missing(stage)).toBe(2)
  await Promise.all([one.end(), two.end()])
  expect((await stage.end()).problems).toEqual([])
})

test('a read that moves the clock of the trial is told on', async () => {
  const stage = await wire.stage()
  const client = await stage.client()
  const moved = () => stage.events().filter(({ type }) => type === 'alert').length
  await client.query('SELECT * FROM plain')
  expect(moved()).toBe(0)
  await client.query("SELECT ceil('2001-01-01T00:00:00Z')")
  expect(moved()).toBe(1)
  const { rows } = await client.query('SELECT now() AS now')
  expect(rows[0].now.toISOString()).toBe('2026-01-05T09:00:00.000Z')
  await client.end()
  await stage.end()
})

test('a read with others in one implicit transaction leaves nothing of them out', async () => {
  const stage = await wire.stage()
  const raw = await openRaw({ connectionString: stage.url })
  const one = (text: string) => [say.parse(text), say.bind(), say.execute()]
  const heard = await raw.ask(
    ...one('DELETE FROM items WHERE id = 1'),
    ...one('SELECT * FROM plain'),
    ...one('SELECT * FROM sweep'),
    ...one('SELECT * FROM plain'),
    say.sync,
  )
  expect(readable(heard).at(-1)).toBe('Z I')
  expect(deletions(stage).map(({ id, calls }) => `${id} ${calls}`)).toEqual(['1 c1', '2 c3'])
  // The last of them undoes all.
  await raw.ask(...one('DELETE FROM items WHERE id = 3'), ...one('SELECT 1 / 0'), say.sync)
  expect(deletions(stage)).toHaveLength(2)
  expect(await missing(stage)).toBe(2)
  await raw.end()
  expect((await stage.end()).problems).toEqual([])
})

test('a session that is kept for the next trial tells the first read of it from a write', async () => {
  for (let trial = 0; trial < 3; trial++) {
    const stage = await wire.stage()
    await stage.db.query('SELECT * FROM plain')
    await stage.db.query('SELECT * FROM sweep')
    await stage.db.query('SELECT * FROM plain')
    expect(deletions(stage).map(({ id, calls }) => `${id} ${calls}`)).toEqual(['1 c2', '2 c2'])
    expect(await stage.end()).toMatchObject({ reset: 'journal', problems: [] })
  }
})

describe('what an agent itself puts off until a transaction ends, where the schema puts nothing off', () => {
  const trigger = (table: string) =>
    `CREATE CONSTRAINT TRIGGER later AFTER INSERT ON ${table} DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION later()`
  const MADE = {
    'on a temporary table': ['CREATE TEMP TABLE made (id int)', trigger('pg_temp.made')],
    'on a table of its own': ['CREATE TABLE made (id int)', trigger('made')],
  }
  const UNITS = {
    alone: ['INSERT INTO made VALUES (1)'],
    'in a transaction': ['BEGIN', 'INSERT INTO made VALUES (1)', 'COMMIT'],
    'in the transaction that makes it': [
      'BEGIN',
      ...MADE['on a temporary table'],
      'INSERT INTO made VALUES (1)',
      'COMMIT',
    ],
  }
  const CASES = Object.entries(UNITS).flatMap(([when, unit]) =>
    Object.entries(MADE).map(
      ([where, made]) => [`${where}, ${when}`, when.endsWith('it') ? unit : [...made, ...unit]] as const,
    ),
  )

  test.each(CASES)('%s: a guard sees it before it stays', async (_what, texts) => {
    const stage = await wire.stage(REFUSED)
    await WAYS.session(stage, texts)
    expect(await missing(stage)).toBe(0)
    await stage.end()
  })

  test.each(CASES)('%s: what the guard lets through is done', async (_what, texts) => {
    const few = { guards: [{ guard: approval, params: { over: { items: 10 } } }], answers: ['no' as const] }
    const stage = await wire.stage(few)
    await WAYS.session(stage, texts)
    expect(await missing(stage)).toBe(2)
    expect(deletions(stage).map(({ id }) => id)).toEqual(['1', '2'])
    expect((await stage.end()).problems).toEqual([])
  })
})

test('the agent itself learns nothing by the questions, and gains nothing', async () => {
  const stage = await wire.stage(REFUSED)
  const client = await stage.client()
  await client.query('SELECT * FROM plain')
  await client.query('UPDATE items SET n = 1 WHERE id = 1')
  const asked = (text: string) => codeOf(client.query(text))
  expect(await asked("SELECT mettle_seam.last_changes('guess', 0, true)")).toBe('42501')
  expect(await asked("SELECT mettle_seam.last_changes('guess', 0, false)")).toBe('42501')
  // How far it went is no secret, and nobody is told more.
  const { rows } = await client.query('SELECT mettle_seam.reach(0) AS reach')
  expect(rows[0].reach).toMatch(/^\d+ t 2026-01-05T09:00:00.000Z$/)
  expect(await asked('SELECT lower(1), mettle_seam.reach(0)')).toBe('42501')
  expect(await missing(stage)).toBe(0)
  await client.end()
  await stage.end()
})
