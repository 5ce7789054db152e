import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { codeOf } from './cases/approval-cases.ts'
import { SHOP } from './cases/shop.ts'
import { openHall, type SqlHall } from './stage.ts'

// A function with the rights of its owner is a grant of the schema's own, and has a case of its own below.
const SCHEMA = `${SHOP}; REVOKE EXECUTE ON FUNCTION purge() FROM PUBLIC`

let readers: SqlHall
let writers: SqlHall

beforeAll(async () => {
  readers = await openHall({ schema: { sql: SCHEMA }, grants: 'read-only' })
  writers = await openHall({ schema: { sql: SCHEMA }, grants: 'read-write' })
})
afterAll(async () => {
  await readers[Symbol.asyncDispose]()
  await writers[Symbol.asyncDispose]()
})

/** Ways to a write, or to more rights, that hide from whoever reads the text. */
const WAYS: Record<string, string[]> = {
  'behind a commit': ['BEGIN', 'COMMIT; DELETE FROM items'],
  'behind a semicolon': ['SELECT 1; DROP TABLE items'],
  'behind a comment': ['/* SELECT */ -- SELECT\n DELETE FROM items'],
  'within WITH': ['WITH gone AS (DELETE FROM items RETURNING id) SELECT count(*) FROM gone'],
  'in a block': ['DO $$ BEGIN DELETE FROM items; END $$'],
  'in a string of a block': [`DO $$ BEGIN EXECUTE 'DEL' || 'ETE FROM items'; END $$`],
  'by MERGE': ['MERGE INTO items USING items s ON items.id = s.id WHEN MATCHED THEN DELETE'],
  'by TRUNCATE': ['TRUNCATE items'],
  prepared: ['PREPARE p AS DELETE FROM items', 'EXECUTE p'],
  'in EXPLAIN ANALYZE': ['EXPLAIN ANALYZE DELETE FROM items'],
  'in COPY': ['COPY (DELETE FROM items RETURNING id) TO STDOUT'],
  locked: ['SELECT * FROM items WHERE id = 1 FOR UPDATE'],
  'by a function of its own': [
    `CREATE FUNCTION pg_temp.mine() RETURNS void LANGUAGE sql SECURITY DEFINER AS 'DELETE FROM items'`,
    'SELECT pg_temp.mine()',
  ],
  'by a function of the owner': ['SELECT purge()'],
  'as somebody else': ['RESET ROLE', 'SET ROLE postgres', 'SET SESSION AUTHORIZATION postgres', 'DELETE FROM items'],
  'as the owner': [
    'DO $$ BEGIN EXECUTE format($x$ SET ROLE %I $x$, (SELECT relowner::regrole FROM pg_class WHERE relname = $y$items$y$)); END $$',
    'DELETE FROM items',
  ],
  'by a role': ['ALTER ROLE CURRENT_USER SUPERUSER', 'DELETE FROM items'],
  'by a grant': ['GRANT ALL ON items TO CURRENT_USER', 'DELETE FROM items'],
  'by a view of its own': ['CREATE TEMP VIEW mine AS SELECT * FROM items', 'DELETE FROM mine'],
  'by a rule': ['CREATE RULE r AS ON INSERT TO items DO ALSO DELETE FROM items'],
  'by a setting': ["SET session_replication_role = 'replica'", 'DELETE FROM items'],
  'by a program': [`COPY items TO PROGRAM 'touch /tmp/mettle-was-here'`, `COPY items FROM PROGRAM 'seq 1000'`],
  'from a file': [`SELECT pg_read_file('/etc/hostname')`, `COPY items FROM '/etc/hostname'`],
  'with a language': ['CREATE EXTENSION plpython3u', 'CREATE LANGUAGE plperlu'],
  'at the journal': ['DELETE FROM mettle.journal', 'SELECT * FROM mettle.secret', 'DROP SCHEMA mettle CASCADE'],
  'at the clock': ["CREATE OR REPLACE FUNCTION mettle_clock.now() RETURNS timestamptz LANGUAGE sql AS 'SELECT null'"],
  'at the triggers': ['ALTER TABLE items DISABLE TRIGGER ALL', 'DROP TRIGGER "!mettle" ON items', 'DELETE FROM items'],
}

/** Tries one way after another, and says which of them changed anything. */
async function gained(hall: SqlHall): Promise<string[]> {
  const won: string[] = []
  for (const [name, texts] of Object.entries(WAYS)) {
    const { db, ask, end, evidence, events } = await hall.stage()
    for (const text of texts) await codeOf(db.query(text))
    await codeOf(db.query('COMMIT'))
    const [left] = await ask(`SELECT (SELECT count(*) FROM items) + (SELECT count(*) FROM events) AS n`)
    // A GRANT that grants nothing is told as a change of the schema all the same.
    const rows = evidence().effects.filter(({ collection }) => collection !== 'shop.(schema)')
    if (Number(left?.n) !== 640 || rows.length > 0) won.push(name)
    expect(events().filter(({ type }) => type === 'harness-fault')).toEqual([])
    expect((await end()).problems).toEqual([])
  }
  return won
}

describe('C2: rights are those of a login role, whatever a text says', () => {
  test(`none of ${Object.keys(WAYS).length} ways gains anything with "read-only"`, async () => {
    expect(await gained(readers)).toEqual([])
  })

  test('positive control: with "read-write" those that are no more than a hidden write get through', async () => {
    const won = await gained(writers)
    expect(won).toEqual(
      expect.arrayContaining(['behind a comment', 'within WITH', 'in a block', 'prepared', 'in COPY']),
    )
    // What would need the rights of somebody else does not.
    const never = ['behind a commit', 'behind a semicolon', 'by TRUNCATE', 'by a function of the owner', 'by a rule']
    expect(
      won.filter((name) => [...never, 'by a program', 'from a file', 'at the journal', 'at the clock'].includes(name)),
    ).toEqual([])
  })

  test('who the agent is stays what it was', async () => {
    const { db, end } = await readers.stage()
    const who =
      'SELECT current_user AS me, session_user AS login, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) AS super'
    const [before] = (await db.query(who)).rows
    for (const text of ['RESET ROLE', 'SET ROLE NONE', 'RESET SESSION AUTHORIZATION', 'DISCARD ALL'])
      await db.query(text)
    expect((await db.query(who)).rows).toEqual([before])
    expect(before).toMatchObject({ super: false, me: before?.login })
    await end()
  })
})
