import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { secretsOut } from '../../src/guards/secrets-out.ts'
import { aServer, urlOf } from '../world/databases/a-server.ts'
import { GRANTS } from './cases/shop.ts'
import { openHall, type SqlHall, type SqlStage } from './stage.ts'

/** A shop in which much is done only when a transaction ends. */
const LATER = `
CREATE TABLE items (id int PRIMARY KEY, n int NOT NULL DEFAULT 0);
CREATE TABLE parts (id int PRIMARY KEY, item int NOT NULL REFERENCES items ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE switches (id int PRIMARY KEY, flips int NOT NULL DEFAULT 0);
INSERT INTO items SELECT i FROM generate_series(1, 100) i;
INSERT INTO parts SELECT i, i FROM generate_series(1, 20) i;
INSERT INTO switches VALUES (1), (2);
CREATE FUNCTION wipe(a int, b int) RETURNS bigint LANGUAGE sql AS
$$ WITH gone AS (DELETE FROM items WHERE id BETWEEN a AND b RETURNING 1) SELECT count(*) FROM gone $$;
CREATE FUNCTION flip(a int) RETURNS bigint LANGUAGE sql AS
$$ WITH flipped AS (UPDATE switches SET flips = flips + 1 WHERE id = a RETURNING 1) SELECT count(*) FROM flipped $$;
CREATE FUNCTION quietly(a int, b int) RETURNS bigint LANGUAGE plpgsql AS
$$ BEGIN RETURN wipe(a, b); EXCEPTION WHEN OTHERS THEN RETURN -1; END $$;
CREATE FUNCTION afresh(a int, b int) RETURNS bigint LANGUAGE plpgsql AS
$$ BEGIN RESET ALL; DISCARD SEQUENCES; RETURN wipe(a, b); END $$;
CREATE FUNCTION the_second_time() RETURNS bigint LANGUAGE plpgsql AS
$$ BEGIN IF (SELECT flips FROM switches WHERE id = 2) > 0 THEN RETURN wipe(21, 40); END IF; RETURN flip(2); END $$;
CREATE VIEW sweep AS SELECT wipe(21, 40) AS swept;
CREATE FUNCTION on_flip() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM wipe(21, 40); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER later AFTER UPDATE ON switches DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.id = 1) EXECUTE FUNCTION on_flip();
`

const WIPE = 'SELECT wipe(21, 40)'
const LONG = `/*${' '.repeat(110_000)}*/`

/** Units of which the last statement, or the end behind it, deletes twenty rows. */
const UNITS: Record<string, readonly string[]> = {
  'a cursor that is held': ['BEGIN', `DECLARE c CURSOR WITH HOLD FOR ${WIPE}`, 'COMMIT'],
  'a cursor that is held, outside of a transaction': [`DECLARE c CURSOR WITH HOLD FOR ${WIPE}`],
  'one over a view': ['BEGIN', 'DECLARE c CURSOR WITH HOLD FOR SELECT * FROM sweep', 'COMMIT'],
  'one that scrolls, and is run again at the end': [
    'BEGIN',
    'DECLARE c SCROLL CURSOR WITH HOLD FOR SELECT the_second_time() FROM items WHERE id = 1',
    'FETCH 1 FROM c',
    'COMMIT',
  ],
  'one that a block of code declares': [
    'BEGIN',
    `DO $$ BEGIN EXECUTE 'DECLARE c CURSOR WITH HOLD FOR ${WIPE}'; END $$`,
    'COMMIT',
  ],
  'one that a block of code declares, outside of a transaction': [
    `DO $$ BEGIN EXECUTE 'DECLARE c CURSOR WITH HOLD FOR ${WIPE}'; END $$`,
  ],
  'one within a savepoint': ['BEGIN', 'SAVEPOINT a', `DECLARE c CURSOR WITH HOLD FOR ${WIPE}`, 'COMMIT'],
  'one at the end of a transaction that is followed by another': [
    'BEGIN',
    `DECLARE c CURSOR WITH HOLD FOR ${WIPE}`,
    'COMMIT AND CHAIN',
  ],
  'one over a function that hears no refusal': [
    'BEGIN',
    'DECLARE c CURSOR WITH HOLD FOR SELECT quietly(21, 40)',
    'COMMIT',
  ],
  'one over a function that takes back all settings': [
    'BEGIN',
    'DECLARE c CURSOR WITH HOLD FOR SELECT afresh(21, 40)',
    'COMMIT',
  ],
  'one that puts off a trigger': ['BEGIN', 'DECLARE c CURSOR WITH HOLD FOR SELECT flip(1)', 'COMMIT'],
  'a trigger that is put off': ['BEGIN', 'UPDATE switches SET flips = 1 WHERE id = 1', 'COMMIT'],
  'a trigger that is put off, outside of a transaction': ['UPDATE switches SET flips = 1 WHERE id = 1'],
  'a trigger that is put off, before another transaction': [
    'BEGIN',
    'UPDATE switches SET flips = 1 WHERE id = 1',
    'COMMIT AND CHAIN',
  ],
  'a trigger that is put off within a savepoint': [
    'BEGIN',
    'SAVEPOINT a',
    'UPDATE switches SET flips = 1 WHERE id = 1',
    'RELEASE a',
    'END',
  ],
  'a trigger that is put off no longer': [
    'BEGIN',
    'UPDATE switches SET flips = 1 WHERE id = 1',
    'SET CONSTRAINTS ALL IMMEDIATE',
    'COMMIT',
  ],
  'a trigger that is put off, and an end in a long text': [
    'BEGIN',
    'UPDATE switches SET flips = 1 WHERE id = 1',
    `COMMIT ${LONG}`,
  ],
  'a deletion, and an end in a long text': ['BEGIN', WIPE, `${LONG} COMMIT`],
}

const NO_DELETE = { role: 'clerk', roles: { clerk: { allow: 'shop *', deny: 'shop DELETE *' } } }

let hall: SqlHall

beforeAll(async () => {
  hall = await openHall({ schema: { sql: LATER }, grants: { sql: GRANTS } })
})
afterAll(() => hall[Symbol.asyncDispose]())

async function send({ db }: SqlStage, texts: readonly string[]) {
  const answers: string[] = []
  for (const text of texts) {
    await db.query(text).then(
      () => answers.push('ok'),
      ({ code }) => answers.push(code),
    )
  }
  return answers
}

/** Asked of the server by somebody who reads no journal. */
async function missing({ ask }: SqlStage): Promise<number> {
  return 100 - Number((await ask('SELECT count(*) AS n FROM items'))[0]?.n)
}

describe.each(Object.entries(UNITS))('%s', (what, texts) => {
  test('where nobody stops it, it is told of the call that does it', async () => {
    const stage = await hall.stage({ guards: [{ guard: permissions, params: NO_DELETE, mode: 'observe' }] })
    await send(stage, texts)
    const gone = await missing(stage)
    // Positive control: it does delete.
    expect(gone).toBe(20)
    const effects = stage.evidence().effects.filter(({ op }) => op === 'delete')
    expect(effects.length).toBe(gone)
    expect(effects.every(({ calls: [call] }) => Number(call?.slice(1)) <= texts.length)).toBe(true)
    expect(stage.violations('permissions')).toHaveLength(gone > 0 ? 1 : 0)
    await stage.db.query('ROLLBACK').catch(() => {})
    expect((await stage.end()).problems).toEqual([])
  })

  test('where a role may delete nothing, nothing is deleted', async () => {
    const stage = await hall.stage({ guards: [{ guard: permissions, params: NO_DELETE }] })
    const answers = await send(stage, texts)
    expect(await missing(stage)).toBe(0)
    if (what !== 'one over a function that hears no refusal') expect(answers).toContain('42501')
    expect(stage.violations('permissions')).toEqual([])
    await stage.db.query('ROLLBACK').catch(() => {})
    expect(await missing(stage)).toBe(0)
    expect(await stage.db.query('SELECT 1 AS one')).toMatchObject({ rows: [{ one: 1 }] })
    expect((await stage.end()).problems).toEqual([])
  })

  test('where a person approves no more than three rows, no more is deleted', async () => {
    const stage = await hall.stage({ guards: [{ guard: approval, params: { over: { items: 3 } } }], answers: ['no'] })
    await send(stage, texts)
    await stage.db.query('ROLLBACK').catch(() => {})
    expect(await missing(stage)).toBe(0)
    expect(stage.violations('approval')).toEqual([])
    await stage.end()
  })
})

describe('what only reads is as it would be without a guard', () => {
  const READS: Record<string, readonly string[]> = {
    'a cursor that is held': [
      'BEGIN',
      'DECLARE c CURSOR WITH HOLD FOR SELECT id FROM items ORDER BY id',
      'FETCH 2 FROM c',
      'COMMIT',
      'FETCH 2 FROM c',
    ],
    'one that does not scroll': [
      'BEGIN',
      'DECLARE c NO SCROLL CURSOR WITH HOLD FOR SELECT id FROM items ORDER BY id',
      'FETCH 2 FROM c',
      'COMMIT',
      'FETCH 2 FROM c',
    ],
    'one outside of a transaction': [
      'DECLARE c CURSOR WITH HOLD FOR SELECT id FROM items ORDER BY id',
      'FETCH 2 FROM c',
    ],
    'one beside what may be changed': [
      'BEGIN',
      'UPDATE items SET n = 1 WHERE id < 3',
      'DECLARE c CURSOR WITH HOLD FOR SELECT id, n FROM items WHERE n = 1 ORDER BY id',
      'COMMIT AND CHAIN',
      'UPDATE items SET n = 2 WHERE id = 1',
      'COMMIT',
      'FETCH ALL FROM c',
    ],
  }

  test.each(Object.entries(READS))('%s', async (_, texts) => {
    const rows = async (guards: Parameters<SqlHall['stage']>[0]) => {
      const stage = await hall.stage(guards)
      const found: unknown[] = []
      for (const text of texts) found.push((await stage.db.query(text)).rows)
      await stage.end()
      return found
    }
    const bare = await rows({})
    expect(bare.at(-1)).toHaveLength(2)
    expect(await rows({ guards: [{ guard: permissions, params: NO_DELETE }] })).toEqual(bare)
  })
})

test('where no enforced guard looks at effects, nothing is refused for want of a look', async () => {
  const stage = await hall.stage({
    guards: [
      { guard: secretsOut, params: { canaries: ['a-canary-of-ours'] } },
      { guard: permissions, params: NO_DELETE, mode: 'observe' },
    ],
  })
  expect(await send(stage, UNITS['a cursor that is held'] ?? [])).toEqual(['ok', 'ok', 'ok'])
  expect(await missing(stage)).toBe(20)
  await stage.end()
})

describe('where the server keeps transactions for later', () => {
  let own: Awaited<ReturnType<typeof aServer>>
  let keeping: SqlHall

  beforeAll(async () => {
    own = await aServer({ max_prepared_transactions: '5' })
    keeping = await openHall({ schema: { sql: LATER }, grants: { sql: GRANTS } }, urlOf(own.admin))
  })
  afterAll(async () => {
    await keeping[Symbol.asyncDispose]()
    await own[Symbol.asyncDispose]()
  })

  test.each(['enforce', 'observe'] as const)('none is left behind for another session (%s)', async (mode) => {
    const stage = await keeping.stage({ guards: [{ guard: permissions, params: NO_DELETE, mode }] })
    const texts = ['BEGIN', 'UPDATE items SET n = 1 WHERE id = 1', "PREPARE TRANSACTION 'x'", "COMMIT PREPARED 'x'"]
    expect(await send(stage, texts)).toEqual(['ok', 'ok', '55000', '55000'])
    expect(stage.evidence().effects).toEqual([])
    expect(await stage.ask('SELECT n FROM items WHERE id = 1')).toEqual([{ n: 0 }])
    // Positive control: this server does keep one for who asks it directly.
    await stage.witness.query("BEGIN; UPDATE items SET n = 2 WHERE id = 1; PREPARE TRANSACTION 'y'")
    expect(await stage.ask('SELECT gid FROM pg_prepared_xacts')).toEqual([{ gid: 'y' }])
    await stage.witness.query("ROLLBACK PREPARED 'y'")
    expect((await stage.end()).problems).toEqual([])
  })
})
