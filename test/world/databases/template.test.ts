import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Client } from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ownerMark } from '../../../src/kernel/owner.ts'
import { type DatabaseInput, defineDatabase } from '../../../src/world/databases/define.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { describeAll } from '../../../src/world/databases/templates/describe.ts'
import { rowsOf } from '../../../src/world/databases/templates/rows.ts'
import { templateDigest } from '../../../src/world/databases/templates/template-digest.ts'
import { asAdmin, logIn, openStage, type Stage } from './a-lane.ts'
import { aServer } from './a-server.ts'

const NOW = '2026-02-03T04:05:06Z'
const FOLDER = mkdtempSync(join(tmpdir(), 'mettle-template-'))

let server: DatabaseServer
let admin: Client
let before: unknown

beforeAll(async () => {
  server = await aServer()
  admin = await asAdmin(server)
  before = await names()
})

afterAll(async () => {
  await admin?.end()
  await server?.[Symbol.asyncDispose]()
})

async function names(): Promise<unknown> {
  const { rows } =
    await admin.query(`SELECT datname AS name, shobj_description(oid, 'pg_database') AS mark FROM pg_database
    UNION ALL SELECT rolname, shobj_description(oid, 'pg_authid') FROM pg_roles ORDER BY 1`)
  return rows
}

const order = { seed: '7', folder: FOLDER, startsAt: Date.parse(NOW) }

/** Runs SQL as the agent of a database built for it alone. */
async function inside<T>(input: DatabaseInput, use: (agent: Client, stage: Stage) => Promise<T>): Promise<T> {
  await using stage = await openStage(server, defineDatabase(input), order)
  const agent = await logIn(stage.lanes[0]?.lease().shop as never)
  return await use(agent, stage).finally(() => agent.end())
}

async function text(client: Client, sql: string): Promise<string> {
  const { rows } = await client.query<{ text: string }>(sql)
  return rows.map((row) => row.text).join('\n')
}

/** What building says when it fails; nothing may be left on the server. */
async function complaint(input: DatabaseInput): Promise<string> {
  const error = await openStage(server, defineDatabase(input), order).then(
    () => undefined,
    (thrown: Error) => thrown,
  )
  expect(error?.name).toBe('UsageError')
  expect(await names()).toEqual(before)
  return error?.message ?? ''
}

it('leaves nothing on the server, and marks all that it makes', async () => {
  await inside({ schema: { sql: 'CREATE TABLE a (id int PRIMARY KEY)' } }, async () => {
    const known = new Set((before as { name: string }[]).map(({ name }) => name))
    const made = ((await names()) as { name: string; mark: string }[]).filter(({ name }) => !known.has(name))
    const kinds = made.map(({ name }) => name.replace(/^mettle_[a-z0-9]{8}_(shop_[a-f0-9]{8}_)?/, ''))
    expect(kinds.sort()).toEqual(['1', 'agents', 'lane_1', 'owner', 'run', 'template', 'writer'])
    expect(new Set(made.map(({ mark }) => mark))).toEqual(new Set([ownerMark()]))
  })
  expect(await names()).toEqual(before)
})

it('says in which file and line the SQL is wrong', async () => {
  writeFileSync(join(FOLDER, 'wrong.sql'), `-- é, 🦊\nCREATE TABLE a (id int);\n\nINSERT INTO b VALUES (1);`)
  expect(await complaint({ schema: 'wrong.sql' })).toMatch(
    /Failed to build database "shop" from .*wrong\.sql: line 4: relation "b" does not exist\./,
  )
  expect(await complaint({ schema: 'missing.sql' })).toMatch(
    /missing\.sql: .*ENOENT.*Paths start at the scenario's folder/,
  )
  expect(
    await complaint({
      schema: { sql: 'CREATE TABLE a (id int PRIMARY KEY)' },
      rows: { sql: 'INSERT INTO a VALUES (1), (1)' },
    }),
  ).toMatch(/duplicate key.*Key \(id\)=\(1\) already exists/)
  expect(await complaint({ schema: { sql: 'SELECT 1' }, grants: { sql: 'GRANT SELECT ON nothing TO agent' } })).toMatch(
    /Failed to grant.*relation "nothing" does not exist/,
  )
  expect(await complaint({ schema: { sql: 'SELECT 1' }, grants: { sql: 'COMMIT' } })).toMatch(/it ends its transaction/)
})

it('builds by a command, and shows what a failing one printed', async () => {
  writeFileSync(
    join(FOLDER, 'migrate.mjs'),
    `import pg from ${JSON.stringify(join(process.cwd(), 'node_modules/pg/esm/index.mjs'))}
for (const config of [{ connectionString: process.env.DATABASE_URL }, undefined]) {
  const client = new pg.Client(config); await client.connect()
  await client.query('CREATE TABLE IF NOT EXISTS by_command (id int PRIMARY KEY); INSERT INTO by_command SELECT count(*) FROM by_command'); await client.end()
}`,
  )
  const schema = { command: `${process.execPath} migrate.mjs` }
  expect(await inside({ schema }, (agent) => text(agent, 'SELECT count(*)::text AS text FROM by_command'))).toBe('2')
  expect(await complaint({ schema: { command: 'echo out; echo no such migration >&2; exit 3' } })).toMatch(
    /by "echo out.*exit code 3\. It printed:\nout\nno such migration/s,
  )
})

it('makes rows from the seed, exactly, and lets sequences go on behind them', async () => {
  const input: DatabaseInput = {
    schema: {
      sql: `CREATE SCHEMA audit; CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL, made timestamptz DEFAULT now());
      CREATE TABLE audit.log (id serial PRIMARY KEY, big bigint, exact numeric, doc json, docb jsonb, tags text[], b boolean)`,
    },
    rows: ({ faker, random }) => ({
      people: [
        { id: 5, name: faker.person.fullName() },
        { name: faker.date.recent().toISOString() },
        { name: String(random.int(1e9)) },
      ],
      'audit.log': [
        {
          big: '9007199254740993',
          exact: '1.10',
          doc: { b: 1, a: [null] },
          docb: 'text',
          tags: ['a,b', null],
          b: true,
        },
        {},
      ],
    }),
  }
  const read = (agent: Client) =>
    text(
      agent,
      `SELECT x::text AS text FROM (SELECT id, name, made FROM people ORDER BY id) x UNION ALL SELECT l::text FROM audit.log l`,
    )
  const first = await inside(input, read)
  expect(first).toContain(`{"b":1,"a":[null]}`.replaceAll('"', '""'))
  expect(first).toContain('9007199254740993,1.10')
  expect(first).toContain('2026-02-03 04:05:06+00')
  expect(await inside(input, read)).toBe(first)
  expect(
    await inside(input, (agent) => text(agent, `INSERT INTO people (name) VALUES ('x') RETURNING id::text AS text`)),
  ).toBe('6')
})

it('names the nearest table and column where rows name one that is not there', async () => {
  const schema = { sql: 'CREATE TABLE orders (id int PRIMARY KEY, total int)' }
  expect(await complaint({ schema, rows: () => ({ order: [{ id: 1 }] }) })).toMatch(
    /there is no table "order"\. Did you mean "orders"\?/,
  )
  expect(await complaint({ schema, rows: () => ({ orders: [{ id: 1, totl: 2 }] }) })).toMatch(
    /table "orders" has no column "totl"\. Did you mean "total"\?/,
  )
  expect(await complaint({ schema, rows: () => ({ orders: [{ id: 'x' }] }) })).toMatch(
    /rows of table "orders" do not fit: invalid input syntax/,
  )
  expect(
    await complaint({
      schema,
      rows: () => {
        throw new Error('no luck')
      },
    }),
  ).toMatch(/its rows cannot be made: no luck/)
})

it('grants what the scenario says and nothing else', async () => {
  const schema = {
    sql: 'CREATE SCHEMA s; CREATE TABLE s.a (id serial PRIMARY KEY, b int); CREATE TABLE c (id int PRIMARY KEY)',
  }
  const may = async (grants: DatabaseInput['grants']) =>
    inside({ schema, ...(grants && { grants }) }, async (agent) => {
      const tries = ['SELECT * FROM s.a', 'INSERT INTO s.a (b) VALUES (1)', 'DELETE FROM c', 'TRUNCATE c']
      const answers: string[] = []
      for (const sql of tries) {
        await agent.query(sql).then(
          () => answers.push('may'),
          (error: { code: string }) => answers.push(error.code),
        )
      }
      return answers
    })
  expect(await may(undefined)).toEqual(['may', 'may', 'may', '42501'])
  expect(await may('read-only')).toEqual(['may', '42501', '42501', '42501'])
  expect(
    await may({
      sql: 'GRANT USAGE ON SCHEMA s TO agent; GRANT SELECT (id) ON s.a TO agent; GRANT TRUNCATE ON c TO agent',
    }),
  ).toEqual(['42501', '42501', '42501', 'may'])
  expect((await names()) as object[]).not.toContainEqual(expect.objectContaining({ name: 'agent' }))
})

it('tells the trial’s time where it says so, and nowhere else', async () => {
  const schema = {
    sql: `CREATE TABLE t (id int PRIMARY KEY, a timestamptz DEFAULT now(), b timestamptz DEFAULT CURRENT_TIMESTAMP, c date DEFAULT CURRENT_DATE, d text DEFAULT 'now() CURRENT_TIMESTAMP ' || now()::date,
        e timestamp DEFAULT LOCALTIMESTAMP, f timestamptz DEFAULT clock_timestamp() + interval '1 h');
      CREATE FUNCTION in_plpgsql() RETURNS timestamptz LANGUAGE plpgsql AS $$ BEGIN RETURN now(); END $$;
      CREATE VIEW in_view AS SELECT now() AS at;`,
  }
  const at = '2031-05-06T07:08:09Z'
  await inside({ schema }, async (agent) => {
    await agent.query(`SELECT set_config('mettle.now', '${at}', false)`)
    await agent.query('INSERT INTO t (id) VALUES (1)')
    const { rows } = await agent.query(
      `SELECT a::text, b::text, c::text, d, e::text, f::text, now()::text, transaction_timestamp()::text AS t, statement_timestamp()::text AS s, clock_timestamp()::text AS k, in_plpgsql()::text AS p FROM t`,
    )
    const time = '2031-05-06 07:08:09'
    const instant = `${time}+00`
    expect(rows[0]).toEqual({
      a: instant,
      b: instant,
      c: '2031-05-06',
      d: 'now() CURRENT_TIMESTAMP 2031-05-06',
      e: time,
      f: '2031-05-06 08:08:09+00',
      now: instant,
      t: instant,
      s: instant,
      k: instant,
      p: instant,
    })
    const real = [
      'SELECT CURRENT_TIMESTAMP::text AS text',
      'SELECT at::text AS text FROM in_view',
      'SELECT pg_catalog.now()::text AS text',
      'SET search_path = public; SELECT now()::text AS text',
    ]
    for (const sql of real.slice(0, 3)) expect(await text(agent, sql), sql).not.toContain('2031')
    await agent.query('SET search_path = public')
    expect(await text(agent, 'SELECT now()::text AS text')).not.toContain('2031')
  })
})

it('has a digest that changes with whatever it is made from', async () => {
  writeFileSync(join(FOLDER, 'a.sql'), 'CREATE TABLE a (id int)')
  writeFileSync(join(FOLDER, 'b.input'), '1')
  const base = { schema: 'a.sql' }
  const of = (input: DatabaseInput, other: object = {}) =>
    templateDigest('shop', defineDatabase(input), undefined, { folder: FOLDER, now: NOW, ...other })
  const first = await of(base)
  expect(await of(base)).toBe(first)
  const others = [
    await of({ ...base, grants: 'read-only' }),
    await of({ ...base, rows: { sql: 'SELECT 1' } }),
    await of(base, { now: undefined }),
    await of({ schema: { command: 'x', inputs: ['*.input'] } }),
  ]
  writeFileSync(join(FOLDER, 'a.sql'), 'CREATE TABLE a (id bigint)')
  writeFileSync(join(FOLDER, 'b.input'), '2')
  others.push(await of(base), await of({ schema: { command: 'x', inputs: ['*.input'] } }))
  expect(new Set([first, ...others]).size).toBe(others.length + 1)
  expect(others).not.toContain(undefined)
  expect(await of({ schema: { command: 'x' } }), 'nobody knows what a command reads').toBeUndefined()
})

it('is another one for other rows, whatever the function that makes them looks like', async () => {
  const file = join(FOLDER, 'rows.json')
  const schema = { sql: 'CREATE TABLE t (id int PRIMARY KEY, n int)' }
  const factory = (n: number) => defineDatabase({ schema, rows: () => ({ t: [{ id: 1, n }] }) })
  const fromFile: DatabaseInput = { schema, rows: () => JSON.parse(readFileSync(file, 'utf8')) }
  const wanted = [1, 2, 3, 3].map((n, at) => ({
    file: join(FOLDER, `s${at}.scenario.ts`),
    databases: { shop: factory(n) },
    startsAt: 0,
  }))
  const keys = async (of: typeof wanted) =>
    [...(await describeAll(of, '1')).values()].map((mine) => mine.get('shop')?.key)
  const [one, two, three, again] = await keys(wanted)
  expect(new Set([one, two, three]).size).toBe(3)
  // The control: what is the same shares its template.
  expect(again).toBe(three)
  const read = () => inside(fromFile, (agent) => text(agent, 'SELECT n::text AS text FROM t'))
  for (const n of ['1', '2']) {
    writeFileSync(file, JSON.stringify({ t: [{ id: 1, n: Number(n) }] }))
    expect(await read()).toBe(n)
  }
})

it('reads what pg_dump writes: rows between COPY and a backslash, its fence, its places of errors', async () => {
  const rows = ['1\tAda \\\\ \u{1f98a}\t{"a": 1}', '2\ttwo\\tlines\\nof it\t\\N', '3\tCOPY t FROM stdin;\t\\N']
  const dump = (more = '') => `--
\\restrict abc123
SET statement_timeout = 0;
SELECT pg_catalog.set_config('search_path', '', false);
CREATE TABLE public.t (id integer PRIMARY KEY, name text, doc jsonb);
COPY public.t (id, name, doc) FROM stdin;
${rows.join('\n')}
\\.
CREATE TABLE public.empty (id integer);
COPY public.empty (id) FROM stdin;
\\.
${more}
\\unrestrict abc123
`
  const built = (more: string) => {
    writeFileSync(join(FOLDER, 'dump.sql'), dump(more))
    return complaint({ schema: 'dump.sql' })
  }
  writeFileSync(join(FOLDER, 'dump.sql'), dump())
  const all = "SELECT concat_ws('|', id, name, doc) AS text FROM t ORDER BY id"
  const found = await inside({ schema: 'dump.sql' }, (agent) => text(agent, all))
  expect(found.split('\n')).toEqual(['1|Ada \\ \u{1f98a}|{"a": 1}', '2|two\tlines', 'of it', '3|COPY t FROM stdin;'])
  expect(await built('SELECT * FROM public.nothing;')).toMatch(
    /dump\.sql: line 14: relation "public.nothing" does not exist/,
  )
  expect(await built('ALTER TABLE public.t OWNER TO boss;')).toMatch(
    /role "boss" does not exist\. A dump without roles: pg_dump --no-owner/,
  )
  expect(await built('COPY public.t (id, name, doc) FROM stdin;\n7\tonly two\n\\.')).toMatch(
    /missing data for column "doc"\. COPY t, line 1/,
  )
})

it('fills tables from files of rows', async () => {
  const schema = {
    sql: `CREATE TABLE orders (id int PRIMARY KEY, name text, paid boolean, note text);
      CREATE SCHEMA audit; CREATE TABLE audit.log (id int)`,
  }
  const csv = ['\ufeffid,name,paid,note', '1,"Lovelace, Ada",true,', '2,"said ""hi""",false,""', '']
  writeFileSync(join(FOLDER, 'orders.csv'), csv.join('\r\n'))
  writeFileSync(join(FOLDER, 'shop.json'), '{ "log": [{ "id": 1 }, { "id": 2 }] }')
  const rows = { files: { orders: './orders.csv', 'audit.log': './shop.json#log' } }
  const sql = `SELECT concat_ws('|', id, name, paid, note IS NULL, note) AS text FROM orders
    UNION ALL SELECT count(*)::text FROM audit.log`
  expect(await inside({ schema, rows }, (agent) => text(agent, sql))).toBe('1|Lovelace, Ada|t|t\n2|said "hi"|f|f|\n2')
  const digestNow = async () =>
    templateDigest('shop', defineDatabase({ schema, rows }), await rowsOf('shop', { rows }, order), order)
  const before = await digestNow()
  writeFileSync(join(FOLDER, 'orders.csv'), 'id,name\n1,Bob\n')
  expect(await digestNow()).not.toBe(before)
  const other = (files: Record<string, string>) => complaint({ schema, rows: { files } })
  expect(await other({ order: './orders.csv' })).toMatch(/no table "order"\. Did you mean "orders"/)
  expect(await other({ orders: './nope.csv' })).toMatch(/nope\.csv: ENOENT/)
})
