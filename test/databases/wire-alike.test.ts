import type { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { createRandom } from '../../src/kernel/random.ts'
import { openRaw, readable, say } from './raw-client.ts'
import type { SqlStage, StageOptions } from './stage.ts'
import { codeOf, openWireHall, type WireHall } from './wire-stage.ts'

/** The whole counts run with METTLE_PROVE=1. */
const PROVE = process.env.METTLE_PROVE === '1'
const STATEMENTS = PROVE ? 200 : 16
const TRANSACTIONS = PROVE ? 1_000 : 60

const SCHEMA = `CREATE TABLE t (id int PRIMARY KEY, tag text, n int, price numeric, at timestamptz, doc jsonb);
INSERT INTO t SELECT i, 'seed', i, i * 1.25, '2026-01-01', jsonb_build_object('i', i) FROM generate_series(1, 60) i;
CREATE TABLE child (id int PRIMARY KEY, t int REFERENCES t ON DELETE CASCADE DEFERRABLE);
INSERT INTO child SELECT i, i FROM generate_series(41, 60) i;
CREATE TABLE a (tag text);
CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (NEW.tag); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.tag LIKE 'late%') EXECUTE FUNCTION late();
CREATE PROCEDURE twice(tag text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (tag); COMMIT; INSERT INTO a VALUES (tag); COMMIT; END $$;`

let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA } })
}, 60_000)
afterAll(() => wire[Symbol.asyncDispose]())

const GUARDED: StageOptions = { guards: [{ guard: approval, params: { over: { items: 3 } } }], answers: ['no'] }
const OBSERVED: StageOptions = { guards: [{ guard: approval, params: { over: { items: 3 } }, mode: 'observe' }] }

const STORY: [text: string, ...values: string[]][] = [
  ['SELECT id, tag, n, price, at, doc FROM t WHERE id = $1', '3'],
  ['SELECT id FROM t'],
  ['UPDATE t SET tag = $1 WHERE id = $2', 'one', '1'],
  ["UPDATE t SET tag = 'many' WHERE id <= 9"],
  ["UPDATE t SET tag = 'late' WHERE id = 2 RETURNING id, tag"],
  ['DELETE FROM t WHERE id = 41'],
  ['WITH gone AS (DELETE FROM child WHERE id = 42 RETURNING t) UPDATE t SET n = 0 WHERE id IN (SELECT t FROM gone)'],
  ['INSERT INTO t (id, tag) VALUES (1, $1)', 'twice'],
  ['BEGIN'],
  ["UPDATE t SET tag = 'in' WHERE id = 5"],
  ['SAVEPOINT s'],
  ["UPDATE t SET tag = 'late in' WHERE id = 6"],
  ['ROLLBACK TO s'],
  ["UPDATE t SET tag = 'late too' WHERE id = 7"],
  ['COMMIT'],
  ['BEGIN'],
  ["UPDATE t SET tag = 'much' WHERE id <= 8"],
  ['SELECT 1 AS one'],
  ['ROLLBACK'],
  ['BEGIN'],
  ['SELECT 1/0'],
  ['COMMIT'],
  ["CALL twice('called')"],
  ["DO $$ BEGIN INSERT INTO a VALUES ('done'); END $$"],
  ['PREPARE p AS INSERT INTO a VALUES ($1)'],
  ["EXECUTE p('executed')"],
  ['CREATE TEMP TABLE mine (x int)'],
  ['INSERT INTO mine VALUES (1)'],
  ["PREPARE TRANSACTION 'x'"],
  ["SET application_name = 'story'"],
  ['SHOW application_name'],
  ['BEGIN; SELECT 1'],
  ['nonsense'],
  ['VACUUM t'],
  ['TRUNCATE a'],
]

/** Rows come in the order in which they lie, which a reset does not restore. */
function inOrder(output: unknown): unknown {
  const { rows, ...result } = (output ?? {}) as { rows?: unknown[] }
  return rows ? { ...result, rows: rows.map((row) => JSON.stringify(row)).sort() } : output
}

/** What a trial says of its calls, without what names the way. */
function told(stage: SqlStage) {
  const { calls, effects } = stage.evidence()
  return {
    calls: calls.map(({ call, executed, delivered, decisions }) => ({
      ...{ target: call.target, access: call.access, covers: call.covers, input: call.input },
      ...{ executed: executed?.outcome, output: inOrder(executed?.output), unordered: executed?.unordered },
      ...{ delivered: delivered?.outcome, says: delivered?.output },
      decisions: decisions?.map(({ guard, decision }) => `${guard} ${decision}`),
    })),
    effects: effects.map(({ type: _, seq: __, at: ___, ...effect }) => JSON.stringify(effect)).sort(),
    others: stage.events().flatMap(({ type }) => (/^(alert|clock-leak|harness-fault)$/.test(type) ? [type] : [])),
    violations: stage.violations('approval').map(({ message }) => message),
  }
}

describe.each([
  ['without guards', {}],
  ['past a guard', GUARDED],
  ['past a guard that observes', OBSERVED],
] as const)('%s', (_, options) => {
  test('a driver at a URL and the session of an agent make the same trace', async () => {
    const inside = await wire.stage(options)
    for (const [text, ...values] of STORY) await inside.db.query(text, values).catch(() => {})
    const expected = told(inside)
    await inside.end()
    const outside = await wire.stage(options)
    const client = await outside.client()
    for (const [text, ...values] of STORY) {
      // With a value or without: as extended queries, which take one statement at a time.
      const query = { text, values, queryMode: 'extended' }
      await client.query(query).catch(() => {})
    }
    await client.end()
    const heard = told(outside)
    expect(await outside.end()).toMatchObject({ problems: [] })
    expect(heard.calls.length).toBe(STORY.length)
    expect(heard).toEqual(expected)
  })
})

/** So many texts, of every kind that tables are usually asked and changed with. */
function texts(count: number): { text: string; values: string[] }[] {
  const random = createRandom('statements')
  const kinds = [
    (n: number) => ({ text: 'SELECT id, tag, price FROM t WHERE id < $1::int ORDER BY id', values: [`${n}`] }),
    (n: number) => ({
      text: 'UPDATE t SET n = n + $1::int WHERE id = $2::int RETURNING n, at',
      values: [`${n}`, `${n}`],
    }),
    (n: number) => ({ text: 'INSERT INTO a VALUES ($1::text), ($2::text)', values: [`x${n}`, "it's"] }),
    (n: number) => ({ text: 'DELETE FROM child WHERE t = $1::int', values: [`${n}`] }),
    (n: number) => ({ text: 'SELECT $1::int / $2::int AS quotient', values: [`${n}`, `${n % 2}`] }),
    (n: number) => ({
      text: 'SELECT count(*), sum(price), max(doc::text), bool_or(n > $1::int) FROM t',
      values: [`${n}`],
    }),
    (n: number) => ({
      text: 'INSERT INTO t (id, tag) VALUES ($1::int, $2::text) ON CONFLICT (id) DO UPDATE SET tag = excluded.tag',
      values: [`${n}`, 'new'],
    }),
    (n: number) => ({ text: 'SELECT generate_series(1, $1::int) AS g', values: [`${n % 7}`] }),
    (n: number) => ({ text: 'SELECT nothing FROM t WHERE id = $1::int', values: [`${n}`] }),
    (n: number) => ({ text: "UPDATE t SET tag = 'late' || $1::text WHERE id = 4", values: [`${n}`] }),
    (n: number) => ({ text: 'TABLE a ORDER BY tag LIMIT $1::int', values: [`${n}`] }),
    (n: number) => ({
      text: 'SELECT NULL AS none, $1::numeric * 1.1 AS product, ARRAY[1, $2::int] AS list',
      values: [`${n}`, `${n}`],
    }),
  ]
  return Array.from({ length: count }, () => random.pick(kinds)(1 + random.int(57)))
}

const quoted = ({ text, values }: { text: string; values: string[] }) =>
  text.replace(/\$(\d)::/g, (_, place) => `'${(values[Number(place) - 1] ?? '').replaceAll("'", "''")}'::`)

const FORMS: Record<string, (of: { text: string; values: string[] }, at: number) => Buffer[]> = {
  simple: (of) => [say.query(quoted(of))],
  'simple, two at once': (of) => [say.query(`${quoted(of)}; SELECT 1 AS one`)],
  extended: ({ text, values }) => [say.parse(text), say.bind(values), say.describe('P'), say.execute(), say.sync],
  'a named statement': ({ text, values }, at) => [
    ...[say.parse(text, `s${at}`), say.describe('S', `s${at}`), say.bind(values, { name: `s${at}` }), say.execute()],
    ...[say.close('S', `s${at}`), say.sync],
  ],
  'in bytes': ({ text, values }) => [
    ...[say.parse(text), say.bind(values, { binary: true }), say.describe('P'), say.execute(), say.sync],
  ],
  'a pipeline of two': ({ text, values }) => [
    ...[say.parse(text), say.bind(values), say.execute(), say.parse(text), say.bind(values), say.execute(), say.sync],
  ],
}

test.each(Object.entries(FORMS))(`${STATEMENTS} statements say what the server itself says: %s`, async (_, form) => {
  const script = texts(STATEMENTS).map(form)
  const through = async (config: object) => {
    const raw = await openRaw(config)
    const heard: string[][] = []
    for (const messages of script) heard.push(readable(await raw.ask(...messages)))
    await raw.end()
    return heard
  }
  const bare = await wire.stage()
  const { secret: _secret, question: _question, ...login } = bare.login
  const expected = await through(login)
  await bare.end()
  for (const options of [{}, { guards: [{ guard: approval, params: { over: { items: 1_000 } } }] }]) {
    const stage = await wire.stage(options)
    expect(await through({ connectionString: stage.url })).toEqual(expected)
    expect(await stage.end()).toMatchObject({ problems: [] })
  }
})

/** One transaction of each kind: what it writes bears the name of the statement that does. */
const KINDS: ((client: Client, id: number, tag: string) => Promise<unknown>)[] = [
  (client, id, tag) => one(client, id, tag, 0),
  (client, id, tag) => Promise.all([0, 1, 2].map((at) => one(client, id, tag, at))),
  async (client, id, tag) => {
    await client.query('BEGIN')
    await one(client, id, tag, 0)
    await one(client, id, tag, 1)
    await client.query('COMMIT')
  },
  (client, id, tag) =>
    Promise.all([client.query('BEGIN'), one(client, id, tag, 0), one(client, id, tag, 1), client.query('COMMIT')]),
  async (client, id, tag) => {
    await client.query('BEGIN')
    await one(client, id, tag, 0)
    await client.query('SAVEPOINT s')
    await one(client, id, `lost-${tag}`, 1)
    await client.query('ROLLBACK TO s')
    await one(client, id, tag, 2)
    await client.query('COMMIT')
  },
  async (client, id, tag) => {
    await client.query('BEGIN')
    await one(client, id, `lost-${tag}`, 0)
    await codeOf(client.query('SELECT 1/0'))
    await client.query('COMMIT')
  },
  (client, id, tag) =>
    client.query(`${sqlOf(id, tag, 0)}; ${sqlOf(id, tag, 1)}; SELECT 1 /* late-${tag}:0 late-${tag}:1 */`),
  (client, id, tag) => codeOf(client.query(`${sqlOf(id, `lost-${tag}`, 0)}; SELECT 1/0`)),
  (client, _, tag) => codeOf(client.query(`CALL twice('${tag}:0') /* ${tag}:0 */`)),
  (client, _, tag) => client.query('INSERT INTO a SELECT $1 FROM generate_series(1, 3)', [`${tag}:0`]),
]

const sqlOf = (id: number, tag: string, at: number) =>
  `UPDATE t SET tag = 'late-${tag}:${at}' WHERE id = ${id + at} /* late-${tag}:${at} */`
const one = (client: Client, id: number, tag: string, at: number) =>
  client.query(`UPDATE t SET tag = $1 WHERE id = $2`, [`late-${tag}:${at}`, id + at])

test.each([
  ['at which nobody looks', {}],
  ['at which a guard looks', { guards: [{ guard: approval, params: { over: { items: 1_000 } } }] }],
] as [string, StageOptions][])(
  `${TRANSACTIONS} transactions of four connections, %s: each change is told to its statement`,
  async (_, options) => {
    const stage = await wire.stage(options)
    await Promise.all(
      [0, 1, 2, 3].map(async (who) => {
        const client = await stage.client({ pipeline: true })
        for (let turn = 0; turn < TRANSACTIONS / 4; turn++)
          await KINDS[(turn + who) % KINDS.length]?.(client, 1 + who * 10, `${who}.${turn}`)
        await client.end()
      }),
    )
    const { effects, calls } = stage.evidence()
    const texts = new Map(calls.map(({ call }) => [call.id, call]))
    const wrong = effects.filter(({ calls: [maker = ''], after, collection }) => {
      const call = texts.get(maker)
      const { tag } = after as { tag: string }
      // What waits for the end of its transaction is the commit's.
      return !(JSON.stringify(call?.input).includes(tag) || (collection === 'shop.a' && call?.target === 'shop COMMIT'))
    })
    const lost = effects.filter(({ after }) => (after as { tag: string }).tag.includes('lost'))
    const released = await stage.end()
    if (PROVE)
      console.log(
        `${TRANSACTIONS} transactions: ${effects.length} changes, ${wrong.length} wrong, ${calls.length} calls`,
      )
    expect(effects.length).toBeGreaterThan(TRANSACTIONS)
    expect([wrong, lost]).toEqual([[], []])
    // The journal knows of no more and no fewer.
    expect(released).toMatchObject({ changes: effects.length, problems: [] })
    expect(released.unreported).toBeUndefined()
  },
)
