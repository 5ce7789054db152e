import fc from 'fast-check'

/** One text that an agent sends. */
export interface Statement {
  text: string
  /** What it says that it does, whatever it comes to. */
  says: { write?: true; deletes?: true }
}

/** Texts that belong together, on one connection that holds nothing before and after. */
export interface Unit {
  kind: string
  statements: Statement[]
}

/** The numbers that a unit is written with. `fresh`: an id that nothing has, and the nine behind it. */
interface Draw {
  a: number
  b: number
  fresh: number
}

type Write = (draw: Draw) => Statement

const reads = (text: string): Statement => ({ text, says: {} })
const writes = (text: string): Statement => ({ text, says: { write: true } })
const deletes = (text: string): Statement => ({ text, says: { write: true, deletes: true } })
/** A query that names what it deletes. */
const hides = (text: string): Statement => ({ text, says: { deletes: true } })

/** What must not leave the world. */
export const CANARY = 'canary-7f3a91c2'

const KEYED = [
  'items',
  'orders',
  'switches',
  'events',
  'animals',
  'stock',
  'tickets',
  'customers',
  'refunds',
  'claims',
  'dogs',
]
const WHERE: readonly ((draw: Draw) => string)[] = [
  ({ a, b }) => `id BETWEEN ${a} AND ${b}`,
  ({ a }) => `id = ${a}`,
  () => 'false',
  ({ a }) => `id IN (SELECT id FROM orders WHERE total > ${a * 10} LIMIT 3)`,
  ({ a }) => `id = ${a} AND wipe(${a + 1}, ${a + 1}) IS NOT NULL`,
  () => 'id % 5 = 0',
]
const SET: Readonly<Record<string, string>> = {
  items: 'n = n + 1',
  orders: 'total = total + 1',
  switches: 'flips = flips + 1',
  events: `text = 'changed'`,
  animals: `name = 'changed'`,
  dogs: `breed = 'changed'`,
  stock: 'n = n + 1',
  tickets: `seen = 'now'`,
  customers: `name = name || '!'`,
  refunds: 'of = NULL',
  claims: 'refund = refund',
}

/** Texts that change rows, and say so. */
const CHANGES: Readonly<Record<string, readonly Write[]>> = {
  update: KEYED.flatMap((table) =>
    WHERE.map(
      (where): Write =>
        (draw) =>
          writes(`UPDATE ${table} SET ${SET[table]} WHERE ${where(draw)}`),
    ),
  ),
  delete: KEYED.flatMap((table) =>
    WHERE.map(
      (where): Write =>
        (draw) =>
          deletes(`DELETE FROM ${table} WHERE ${where(draw)}`),
    ),
  ),
  insert: [
    ({ fresh, a, b }) =>
      writes(`INSERT INTO items (id, n) SELECT i, 1 FROM generate_series(${fresh}, ${fresh + b - a}) i`),
    ({ fresh, a }) => writes(`INSERT INTO orders VALUES (${fresh}, ${a}, 1)`),
    ({ fresh }) => writes(`INSERT INTO switches VALUES (${fresh}), (${fresh + 1})`),
    ({ fresh, a }) => writes(`INSERT INTO ledger VALUES (${fresh}, ${a})`),
    ({ a }) => writes(`INSERT INTO audit VALUES ('a'), ('a'), ('${a}')`),
    ({ a }) => writes(`INSERT INTO audit SELECT 'same' FROM generate_series(1, ${a})`),
    ({ fresh }) => writes(`INSERT INTO events VALUES (${-fresh}, 'low'), (${fresh}, 'high')`),
    ({ fresh }) => writes(`INSERT INTO dogs VALUES (${fresh}, 'rex', 'poodle')`),
    () => writes('INSERT INTO tickets DEFAULT VALUES'),
    ({ a }) => writes(`INSERT INTO tickets (seen) VALUES ('${a}') RETURNING id`),
    ({ fresh, a }) => writes(`INSERT INTO side.more VALUES (${fresh}, ${a}), (${fresh}, ${a + 1})`),
    ({ fresh }) => writes(`INSERT INTO cheap (id, note) VALUES (${fresh}, 'cheap')`),
    ({ a }) => writes(`INSERT INTO items (id) VALUES (${a})`),
    ({ fresh }) => writes(`INSERT INTO items (id, n) VALUES (${fresh}, 5), (${fresh + 1}, 5000)`),
    ({ a }) => writes(`INSERT INTO audit VALUES ('${CANARY} ${a}')`),
  ],
  conflict: [
    ({ a, fresh }) =>
      writes(
        `INSERT INTO items (id, n) VALUES (${a}, 1), (${fresh}, 1) ON CONFLICT (id) DO UPDATE SET n = items.n + 1`,
      ),
    ({ a }) => writes(`INSERT INTO items (id, n) VALUES (${a}, 1) ON CONFLICT DO NOTHING`),
    ({ a, fresh }) =>
      writes(
        `INSERT INTO customers VALUES (${a}, 'x'), (${fresh}, 'y') ON CONFLICT (id) DO UPDATE SET name = excluded.name WHERE customers.id > 3`,
      ),
  ],
  merge: [
    ({ a, b }) => writes(`MERGE INTO items USING generate_series(${a}, ${b}) i ON id = i WHEN MATCHED THEN DELETE`),
    ({ a, b }) =>
      writes(
        `MERGE INTO items USING generate_series(${a}, ${b}) i ON id = i WHEN MATCHED AND i % 2 = 0 THEN UPDATE SET n = n + 1 WHEN MATCHED THEN DO NOTHING`,
      ),
    ({ a, b, fresh }) =>
      writes(
        `MERGE INTO items USING (SELECT generate_series(${a}, ${b}) UNION ALL SELECT ${fresh}) s(i) ON id = i WHEN MATCHED THEN UPDATE SET note = 'merged' WHEN NOT MATCHED THEN INSERT (id) VALUES (i) RETURNING merge_action(), items.id`,
      ),
    ({ a }) =>
      writes(
        `MERGE INTO orders USING (SELECT generate_series(1, ${a}) AS i) s ON id = i WHEN NOT MATCHED BY SOURCE AND id > 12 THEN DELETE`,
      ),
    ({ a }) => writes(`MERGE INTO items USING (SELECT ${a} AS i) s ON id = i WHEN MATCHED AND n > 100 THEN DELETE`),
    ({ a, b }) =>
      writes(
        `MERGE INTO cheap USING generate_series(${a}, ${b}) i ON id = i WHEN MATCHED THEN UPDATE SET note = 'by view'`,
      ),
    ({ a }) =>
      reads(
        `WITH m AS (MERGE INTO items USING (SELECT ${a} AS i) s ON id = i WHEN MATCHED THEN DELETE RETURNING items.id) SELECT count(*) FROM m`,
      ),
  ],
  cascade: [
    ({ a }) => deletes(`DELETE FROM customers WHERE id = ${a % 7}`),
    ({ a }) => writes(`UPDATE customers SET id = id + 100 WHERE id = ${a % 7}`),
    ({ a }) => deletes(`DELETE FROM orders WHERE id = ${a}`),
    ({ a }) => deletes(`DELETE FROM refunds WHERE id = ${a}`),
    ({ fresh }) => writes(`INSERT INTO claims VALUES (${fresh}, ${fresh})`),
    () => writes('TRUNCATE audit'),
    () => writes('TRUNCATE customers'),
    () => writes('TRUNCATE customers CASCADE'),
    () => writes('TRUNCATE items, events RESTART IDENTITY'),
    () => writes('TRUNCATE animals'),
    () => writes('TRUNCATE ONLY animals'),
  ],
  key: [
    ({ a, fresh }) => writes(`UPDATE items SET id = ${fresh} WHERE id = ${a}`),
    () => writes('UPDATE events SET id = 20 - id WHERE id > 5'),
    ({ a, fresh }) => writes(`UPDATE side.more SET b = b + ${fresh} WHERE a = ${a % 3}`),
    () => writes(`UPDATE audit SET what = what || '!'`),
    () => writes('UPDATE items SET n = n WHERE id < 4'),
    () => writes('UPDATE audit SET what = what'),
    () => deletes('DELETE FROM ONLY animals WHERE id = 2'),
    ({ a }) => deletes(`DELETE FROM audit WHERE what IN ('a', '${a}')`),
    () => deletes('DELETE FROM side.more WHERE a = 1'),
    () => deletes('DELETE FROM animals WHERE id > 10'),
  ],
  view: [
    ({ a }) => writes(`UPDATE cheap SET note = 'cheap' WHERE id = ${a}`),
    ({ a, b }) => deletes(`DELETE FROM cheap WHERE id BETWEEN ${a} AND ${b}`),
    ({ a }) => deletes(`DELETE FROM pairs WHERE id = ${a}`),
    ({ a }) => writes(`UPDATE pairs SET name = 'paired' WHERE id = ${a}`),
    () => writes('REFRESH MATERIALIZED VIEW totals'),
  ],
  refused: [
    ({ a }) => deletes(`DELETE FROM ledger WHERE id = ${a}`),
    ({ a }) => writes(`UPDATE ledger SET amount = 0 WHERE id = ${a}`),
    () => deletes('DELETE FROM guarded'),
    () => deletes('DELETE FROM nothing_of_this_name'),
    () => writes('DROP TABLE ledger'),
    () => writes(`COPY items FROM PROGRAM 'seq 100'`),
    () => writes('COPY items FROM STDIN'),
    () => writes(`COPY items FROM '/etc/hostname'`),
    () => reads('SELECT 1; DELETE FROM items'),
    () => reads('DELETE FROM items; SELECT 1'),
    () => reads('SELEC 1'),
    () => writes('ALTER TABLE ledger DISABLE TRIGGER ALL'),
  ],
}

/** Queries: some of them change what they look at. */
const QUERIES: Readonly<Record<string, readonly Write[]>> = {
  look: [
    ({ a, b }) => reads(`SELECT count(*) FROM items WHERE id BETWEEN ${a} AND ${b}`),
    () => reads('SELECT * FROM pairs ORDER BY id'),
    () => reads(`SELECT lower('A')`),
    ({ a }) => reads(`SELECT peek(${a})`),
    () => reads('SELECT sum(n) OVER (ORDER BY id) FROM items'),
    () => reads('WITH RECURSIVE r(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM r WHERE i < 5) SELECT * FROM r'),
    () => reads('TABLE totals'),
    () => reads('VALUES (1), (2)'),
    ({ a }) => reads(`SELECT * FROM items WHERE id = ${a} FOR UPDATE`),
    () => reads('SELECT * FROM orders FOR NO KEY UPDATE SKIP LOCKED'),
    () => reads(`SELECT nextval('tickets_id_seq')`),
    ({ a }) => reads(`SELECT setval('tickets_id_seq', ${a + 500})`),
    () => reads(`SELECT set_config('work_mem', '1MB', true)`),
    ({ a }) => reads(`SELECT caught(${a})`),
    () => reads('SELECT pg_advisory_xact_lock(1)'),
    () => reads('SELECT 1 / 0'),
  ],
  hidden: [
    ({ a, b }) => reads(`SELECT wipe(${a}, ${b})`),
    ({ a, b }) => reads(`SELECT ${a} === ${b}`),
    ({ a }) => reads(`SELECT lower(${a})`),
    () => reads('SELECT * FROM sweep'),
    () => reads('SELECT swept FROM sweep, generate_series(1, 2) ORDER BY 1'),
    () => reads('SELECT purge()'),
    () => reads('SELECT count(*) FROM guarded'),
    ({ a }) => reads(`SELECT half(${a})`),
    ({ a }) => reads(`SELECT id FROM items WHERE id < ${a} AND noted('seen ' || id) ORDER BY id LIMIT 2`),
    ({ a, b }) => reads(`SELECT (SELECT wipe(${a}, ${b})) FROM orders WHERE id = 1`),
    ({ a, b }) =>
      hides(`WITH d AS (DELETE FROM items WHERE id BETWEEN ${a} AND ${b} RETURNING id) SELECT count(*) FROM d`),
    ({ a, b }) =>
      reads(
        `WITH u AS (UPDATE items SET n = n + 1 WHERE id BETWEEN ${a} AND ${b} RETURNING id) SELECT count(*) FROM u`,
      ),
    ({ fresh }) =>
      hides(
        `WITH i AS (INSERT INTO items (id) VALUES (${fresh}) RETURNING id), d AS (DELETE FROM switches WHERE id = 2) SELECT * FROM i`,
      ),
  ],
}

/** What changes the schema. `name`: what no object is called yet. */
const SCHEMA: Readonly<Record<string, readonly ((draw: Draw, name: string) => string[])[]>> = {
  create: [
    (_, name) => [`CREATE TABLE ${name} (id serial PRIMARY KEY, n int)`],
    (_, name) => [
      `CREATE TABLE ${name} (id int)`,
      `INSERT INTO ${name} VALUES (1), (1), (2)`,
      `UPDATE ${name} SET id = id + 1`,
      `DELETE FROM ${name} WHERE id = 3`,
      `DROP TABLE ${name}`,
    ],
    (_, name) => [
      `CREATE TABLE ${name} (id int PRIMARY KEY, n int)`,
      `INSERT INTO ${name} SELECT i, i FROM generate_series(1, 6) i`,
      `UPDATE ${name} SET n = 0 WHERE id < 3`,
      `TRUNCATE ${name}`,
    ],
    ({ a }, name) => [`CREATE TABLE ${name} AS SELECT * FROM items WHERE id < ${a}`, `DELETE FROM ${name}`],
    (_, name) => [`CREATE TABLE ${name} AS TABLE orders WITH NO DATA`],
    (_, name) => [`SELECT id INTO ${name} FROM orders`],
    ({ a }, name) => [`CREATE TABLE ${name} AS SELECT wipe(${a}, ${a + 1}) AS wiped`],
    (_, name) => [
      `CREATE TEMP TABLE ${name} AS SELECT 1 AS id`,
      `INSERT INTO ${name} VALUES (2)`,
      `DROP TABLE ${name}`,
    ],
    (_, name) => [`CREATE TABLE ${name} PARTITION OF events FOR VALUES IN (1)`],
    (_, name) => [
      `CREATE TABLE ${name} (tail int) INHERITS (animals)`,
      `INSERT INTO ${name} (id, name) VALUES (900, 'fox')`,
      `DELETE FROM animals WHERE id = 900`,
    ],
    (_, name) => [
      `CREATE TABLE IF NOT EXISTS items (id int)`,
      `CREATE INDEX IF NOT EXISTS ${name} ON items (n)`,
      `CREATE INDEX IF NOT EXISTS ${name} ON items (n)`,
    ],
    (_, name) => [
      `CREATE VIEW ${name} AS SELECT * FROM items`,
      `UPDATE ${name} SET n = n + 1 WHERE id < 3`,
      `DROP VIEW ${name}`,
    ],
    (_, name) => [`CREATE SCHEMA ${name}`],
    (_, name) => [`CREATE SEQUENCE ${name}`, `SELECT nextval('${name}')`],
    (_, name) => [`CREATE TYPE ${name} AS ENUM ('a', 'b')`, `ALTER TYPE ${name} ADD VALUE 'c'`],
    (_, name) => [`CREATE FUNCTION ${name}() RETURNS bigint LANGUAGE sql AS 'SELECT wipe(1, 2)'`, `SELECT ${name}()`],
    (_, name) => [
      `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders WHERE id = NEW.id; RETURN NULL; END $$`,
      `CREATE TRIGGER ${name} AFTER UPDATE ON items FOR EACH ROW EXECUTE FUNCTION ${name}()`,
      'UPDATE items SET n = 0 WHERE id < 4',
    ],
    (_, name) => [
      `CREATE RULE ${name} AS ON UPDATE TO switches DO ALSO DELETE FROM items WHERE id = NEW.id`,
      'UPDATE switches SET flips = 0 WHERE id = 4',
    ],
    (_, name) => [`CREATE DOMAIN ${name} AS int CHECK (VALUE > 0)`],
    (_, name) => [`SELECT builds('${name}')`, `DROP TABLE ${name}`],
    (_, name) => [`CREATE EXTENSION plpython3u`, `CREATE STATISTICS ${name} ON id, n FROM items`],
  ],
  alter: [
    () => [
      'ALTER TABLE items ADD COLUMN extra int DEFAULT 7',
      'UPDATE items SET extra = 8 WHERE id = 2',
      'ALTER TABLE items DROP COLUMN extra',
    ],
    () => ['ALTER TABLE items DROP COLUMN note'],
    () => ['ALTER TABLE customers DROP COLUMN id CASCADE'],
    () => [
      'ALTER TABLE orders ALTER COLUMN total TYPE bigint',
      'ALTER TABLE orders ALTER COLUMN total TYPE int USING total::int',
    ],
    () => [
      'ALTER TABLE items RENAME TO things',
      'DELETE FROM things WHERE id = 1',
      'ALTER TABLE things RENAME TO items',
    ],
    () => ['ALTER TABLE orders RENAME COLUMN total TO sum', 'UPDATE orders SET sum = 0 WHERE id = 1'],
    () => [
      'ALTER TABLE switches ALTER COLUMN flips SET DEFAULT 4',
      'ALTER TABLE switches ALTER COLUMN flips DROP NOT NULL',
    ],
    () => [
      'ALTER TABLE animals ADD CONSTRAINT short CHECK (length(name) < 100)',
      'ALTER TABLE animals DROP CONSTRAINT short',
    ],
    () => [
      'ALTER TABLE switches DISABLE TRIGGER ALL',
      'UPDATE switches SET flips = 1 WHERE id < 3',
      'ALTER TABLE switches ENABLE TRIGGER USER',
      'UPDATE switches SET flips = 2 WHERE id < 3',
    ],
    () => [
      'ALTER TABLE switches DISABLE TRIGGER USER',
      'UPDATE switches SET flips = flips + 1 WHERE id < 4',
      'TRUNCATE switches',
    ],
    () => ['ALTER TABLE switches DISABLE TRIGGER flip', 'UPDATE switches SET flips = 3 WHERE id = 1'],
    () => [
      'ALTER TABLE events DETACH PARTITION events_high',
      'DELETE FROM events_high WHERE id = 8',
      'DELETE FROM events WHERE id = 3',
    ],
    () => ['ALTER TABLE side.more SET SCHEMA public', 'DELETE FROM more WHERE a = 1'],
    () => ['ALTER SCHEMA side RENAME TO aside'],
    () => ['ALTER FUNCTION peek(int) STABLE'],
    () => ['ALTER VIEW cheap RENAME TO dear'],
    () => ['ALTER SEQUENCE tickets_id_seq RESTART WITH 50'],
    () => [`COMMENT ON TABLE items IS 'mine'`],
    () => ['GRANT SELECT ON items TO PUBLIC', 'REVOKE ALL ON items FROM PUBLIC'],
    () => ['CREATE OR REPLACE VIEW cheap AS SELECT id, n, note FROM items WHERE n < 4'],
    () => ['ALTER TABLE stock ENABLE ROW LEVEL SECURITY', 'CREATE POLICY mine ON stock USING (true)'],
    () => ['ALTER TABLE customers ALTER COLUMN name SET STATISTICS 50', 'ALTER TABLE customers SET (fillfactor = 70)'],
    () => ['CREATE INDEX later_n ON items (n)', 'DROP INDEX later_n'],
    () => ['ALTER TABLE dogs NO INHERIT animals'],
  ],
  drop: [
    () => ['DROP TABLE orders'],
    () => ['DROP TABLE orders CASCADE'],
    () => ['DROP TABLE customers CASCADE'],
    () => ['DROP TABLE audit, stock'],
    () => ['DROP TABLE events'],
    () => ['DROP TABLE animals CASCADE'],
    () => ['DROP SCHEMA side CASCADE'],
    () => ['DROP VIEW cheap'],
    () => ['DROP MATERIALIZED VIEW totals'],
    () => ['DROP FUNCTION peek(int)'],
    () => ['DROP FUNCTION wipe(int, int) CASCADE'],
    () => ['DROP TRIGGER flip ON switches', 'UPDATE switches SET flips = 9 WHERE id = 1'],
    () => ['DROP RULE keep ON stock', 'DELETE FROM stock WHERE id = 3'],
    () => ['DROP TABLE IF EXISTS nothing_of_this_name'],
    () => ['DROP OWNED BY CURRENT_USER'],
    () => [`DO $$ BEGIN EXECUTE 'DROP TABLE stock'; END $$`],
    () => ['DROP TABLE stock; SELECT 1'],
  ],
}

/** What changes neither rows nor the schema. */
const STILL: readonly string[] = [
  'SHOW search_path',
  "SET LOCAL work_mem = '1MB'",
  'SELECT pg_backend_pid() IS NOT NULL',
  'NOTIFY somebody',
  'LISTEN somebody',
  'UNLISTEN *',
  'ANALYZE items',
  'LOCK TABLE items IN SHARE MODE',
  'DISCARD PLANS',
  'CHECKPOINT',
  'SET CONSTRAINTS ALL DEFERRED',
  'COPY orders TO STDOUT',
  'COPY (SELECT peek(1)) TO STDOUT',
  'CALL looks(1)',
  'DO $$ BEGIN PERFORM count(*) FROM items; END $$',
]

const draw: fc.Arbitrary<Draw> = fc
  .record({
    a: fc.integer({ min: 1, max: 14 }),
    span: fc.integer({ min: 0, max: 6 }),
    fresh: fc.integer({ min: 100, max: 99_999 }),
  })
  .map(({ a, span, fresh }) => ({ a, b: a + span, fresh: fresh * 10 }))

interface Single {
  kind: string
  statement: Statement
}

function oneOf(forms: Readonly<Record<string, readonly Write[]>>): fc.Arbitrary<Single> {
  const kinds = Object.entries(forms).map(([kind, all]) =>
    fc.tuple(fc.constantFrom(...all), draw).map(([write, drawn]) => ({ kind, statement: write(drawn) })),
  )
  return fc.oneof(...kinds)
}

const change = oneOf(CHANGES)
const query = oneOf(QUERIES)

/** Other ways to say one thing. */
type Wrap = (statement: Statement, name: string) => Statement[]

const isQuery = (text: string) => /^(SELECT|WITH|TABLE|VALUES)/.test(text) && !text.includes(';')
const isPlain = (text: string) => /^(INSERT|UPDATE|DELETE)/.test(text) && !/RETURNING|;/.test(text)
/** Only what is a query can be declared. */
const declared = (text: string, { deletes: named }: Statement['says']): Statement =>
  named && / FOR WITH /.test(text) ? hides(text) : reads(text)
const returning = (text: string) => (isPlain(text) ? `${text} RETURNING 1` : text)

const WRAPPED: Readonly<Record<string, Wrap>> = {
  'in EXPLAIN ANALYZE': ({ text, says }) => [{ text: `EXPLAIN ANALYZE ${text}`, says }],
  'in EXPLAIN': ({ text }) => [reads(`EXPLAIN ${text}`)],
  prepared: ({ text }, name) => [
    reads(`PREPARE ${name} AS ${text}`),
    reads(`EXECUTE ${name}`),
    reads(`EXECUTE ${name}`),
    reads(`DEALLOCATE ${name}`),
  ],
  'in DO': ({ text }) => [reads(`DO $do$ BEGIN EXECUTE $x$${text}$x$; END $do$`)],
  'in a temporary function': ({ text }, name) => [
    writes(
      `CREATE FUNCTION pg_temp.${name}() RETURNS void LANGUAGE plpgsql AS $f$ BEGIN EXECUTE $x$${text}$x$; END $f$`,
    ),
    reads(`SELECT pg_temp.${name}()`),
    writes(`DROP FUNCTION pg_temp.${name}()`),
  ],
  'in WITH': ({ text, says: { deletes: named } }) => [
    { text: `WITH w AS (${returning(text)}) SELECT count(*) FROM w`, says: { ...(named && { deletes: named }) } },
  ],
  'in COPY': ({ text, says: { deletes: named } }) => [
    { text: `COPY (${returning(text)}) TO STDOUT`, says: { ...(named && { deletes: named }) } },
  ],
  // Only a query fills a table: what is none cannot be read at all.
  'in a table': ({ text, says: { deletes: named } }, name) => [
    {
      text: `CREATE TABLE ${name} AS ${text}`,
      says: isQuery(text) ? { write: true, ...(named && { deletes: named }) } : {},
    },
  ],
  'by a cursor': ({ text, says }, name) => [
    reads('BEGIN'),
    declared(`DECLARE ${name} CURSOR FOR ${text}`, says),
    reads(`FETCH 2 FROM ${name}`),
    reads(`MOVE 1 IN ${name}`),
    writes(`UPDATE items SET n = n + 1 WHERE CURRENT OF ${name}`),
    reads(`CLOSE ${name}`),
    reads('COMMIT'),
  ],
  'by a cursor that is held': ({ text, says }, name) => [
    reads('BEGIN'),
    declared(`DECLARE ${name} CURSOR WITH HOLD FOR ${text}`, says),
    reads('COMMIT'),
    reads(`FETCH ALL FROM ${name}`),
    reads(`CLOSE ${name}`),
  ],
  'by a cursor that is held, outside of a transaction': ({ text, says }, name) => [
    declared(`DECLARE ${name} CURSOR WITH HOLD FOR ${text}`, says),
    reads(`FETCH ALL FROM ${name}`),
    reads(`CLOSE ${name}`),
  ],
}

/** How a transaction ends. */
const ENDS = ['COMMIT', 'COMMIT', 'ROLLBACK']

const name = fc.integer({ min: 0, max: 0xffffff }).map((number) => `x${number.toString(36)}`)
const single = fc.oneof({ weight: 3, arbitrary: change }, { weight: 2, arbitrary: query })

const alone: fc.Arbitrary<Unit> = single.map(({ kind, statement }) => ({ kind, statements: [statement] }))
const still: fc.Arbitrary<Unit> = fc
  .constantFrom(...STILL)
  .map((text) => ({ kind: 'still', statements: [reads(text)] }))
const wrapped: fc.Arbitrary<Unit> = fc
  .tuple(single, fc.constantFrom(...Object.entries(WRAPPED)), name)
  .map(([{ statement }, [kind, wrap], called]) => ({ kind, statements: wrap(statement, called) }))
const called: fc.Arbitrary<Unit> = draw.map(({ a, b }) => ({
  kind: 'call',
  statements: [reads(`CALL ${a % 4 === 0 ? `commits(${a})` : `wipe_up(${a}, ${b})`}`)],
}))
const transaction: fc.Arbitrary<Unit> = fc
  .tuple(
    fc.array(single, { minLength: 1, maxLength: 3 }),
    fc.array(single, { maxLength: 2 }),
    fc.constantFrom('ROLLBACK TO a', 'RELEASE a'),
    fc.array(single, { maxLength: 2 }),
    fc.constantFrom(...ENDS),
  )
  .map(([first, inner, step, last, end]) => ({
    kind: end === 'COMMIT' ? 'transaction' : 'transaction rolled back',
    statements: [
      reads('BEGIN'),
      ...first.map(({ statement }) => statement),
      ...(inner.length > 0 ? [reads('SAVEPOINT a'), ...inner.map(({ statement }) => statement), reads(step)] : []),
      ...last.map(({ statement }) => statement),
      reads(end),
    ],
  }))
const schema: fc.Arbitrary<Unit> = fc.oneof(
  ...Object.entries(SCHEMA).map(([kind, forms]) =>
    fc.tuple(fc.constantFrom(...forms), draw, name, fc.boolean()).map(([write, drawn, called, inTransaction]): Unit => {
      const statements = write(drawn, called).map(sayingOf)
      return { kind, statements: inTransaction ? [reads('BEGIN'), ...statements, reads('COMMIT')] : statements }
    }),
  ),
)

/** What the texts of changed schemas say: they are few, and plain. */
function sayingOf(text: string): Statement {
  if (/^(SELECT|DO)\b/.test(text) && !/ INTO /.test(text)) return reads(text)
  if (text.includes(';') && !text.includes('$$')) return reads(text)
  return /^DELETE/.test(text) ? deletes(text) : writes(text)
}

/** Texts that change rows alone, one at a time. */
export const plain: fc.Arbitrary<Unit> = fc.oneof({ weight: 6, arbitrary: alone }, { weight: 1, arbitrary: called })

/** All of the grammar. */
export const unit: fc.Arbitrary<Unit> = fc.oneof(
  { weight: 8, arbitrary: alone },
  { weight: 4, arbitrary: wrapped },
  { weight: 2, arbitrary: transaction },
  { weight: 1, arbitrary: called },
  { weight: 1, arbitrary: still },
  { weight: 2, arbitrary: schema },
)
