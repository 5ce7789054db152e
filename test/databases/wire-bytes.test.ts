import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { openRaw, type RawClient, readable, say } from './raw-client.ts'
import type { StageOptions } from './stage.ts'
import { openWireHall, type WireHall } from './wire-stage.ts'

const SCHEMA = `CREATE TABLE t (id int PRIMARY KEY, tag text, n int UNIQUE DEFERRABLE INITIALLY DEFERRED);
INSERT INTO t SELECT i, 'seed', i FROM generate_series(1, 50) i;
CREATE TABLE a (tag text, at timestamptz);
CREATE FUNCTION warn() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE WARNING 'careful'; RETURN 1; END $$;
CREATE PROCEDURE add(tag text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (tag); END $$;`

let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA } })
}, 60_000)
afterAll(() => wire[Symbol.asyncDispose]())

/** What is said at once; several of them on one connection. */
type Script = Buffer[][]

const { parse, bind, describe: about, execute, sync, flush, query, close } = say
const all = (text: string, values: (string | null)[] = []) => [parse(text), bind(values), about('P'), execute()]

const SCRIPTS: Record<string, Script> = {
  'a query, simple': [[query('SELECT id, tag FROM t WHERE id < 4 ORDER BY id')]],
  'a query, extended': [[...all('SELECT id, tag FROM t WHERE id < $1 ORDER BY id', ['4']), sync]],
  'a query without a description': [[parse('SELECT id FROM t WHERE id = $1'), bind(['4']), execute(), sync]],
  'a query with bytes': [
    [parse('SELECT id, 1.5::float8, tag FROM t WHERE id = 2'), bind([], { binary: true }), about('P'), execute(), sync],
  ],
  'a named statement': [
    [parse('SELECT tag FROM t WHERE id = $1', 's1', [23]), about('S', 's1'), sync],
    [bind(['1'], { name: 's1' }), execute(), sync],
    [bind(['2'], { name: 's1' }), execute(), sync],
    [parse('SELECT 1', 's1'), sync],
    [close('S', 's1'), sync],
    [bind(['2'], { name: 's1' }), execute(), sync],
  ],
  'no statement': [[query('')], [query('  ; ;')], [...all(''), sync], [query('-- nothing')]],
  'several statements': [
    [query("SELECT 1; INSERT INTO a VALUES ('x'); SELECT count(*) FROM a")],
    [query("INSERT INTO a VALUES ('y'); SELECT 1/0; INSERT INTO a VALUES ('z')")],
    [query('SELECT count(*) FROM a')],
    [query("BEGIN; INSERT INTO a VALUES ('v'); COMMIT; INSERT INTO a VALUES ('w'); SELECT 1/0")],
    [query('SELECT tag FROM a ORDER BY tag')],
    [query("INSERT INTO a VALUES ('q'); ROLLBACK; SELECT count(*) FROM a")],
    [query("INSERT INTO a VALUES ('r'); BEGIN; INSERT INTO a VALUES ('s'); ROLLBACK; SELECT count(*) FROM a")],
    [query("INSERT INTO a VALUES ('r'); COMMIT; SELECT count(*) FROM a")],
  ],
  errors: [
    [query('SELEC 1')],
    [query('SELECT nothing FROM t')],
    [query('SELECT 1; SELECT nothing FROM t')],
    [...all('SELEC 1'), sync],
    [...all('SELECT $1::int', ['x']), sync],
    [query('SELECT 1 1; SELECT 2')],
    [query('INSERT INTO t VALUES (1)')],
    [...all("INSERT INTO t VALUES (99, 'x', 99), (1, 'x', 98)"), sync],
    [query('SELECT id, 1/(3-id) FROM t ORDER BY id')],
    [execute('nobody'), sync],
    [bind([], { name: 'nobody' }), execute(), sync],
  ],
  'a transaction': [
    [query('BEGIN')],
    [query("UPDATE t SET tag = 'x' WHERE id = 1")],
    [query('SELECT 1/0')],
    [query('SELECT 1')],
    [...all('SELECT 1'), sync],
    [query('COMMIT')],
    [
      query('BEGIN'),
      query('SAVEPOINT a'),
      query('SELECT 1/0'),
      query('ROLLBACK TO a'),
      query('SELECT 1'),
      query('COMMIT'),
    ],
    [query('COMMIT')],
    [query('ROLLBACK')],
    [query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')],
    [query("UPDATE t SET tag = 'x'")],
    [query('ROLLBACK')],
  ],
  'a deferred constraint': [
    [...all('UPDATE t SET n = 2 WHERE id = 1'), sync],
    [query('UPDATE t SET n = 2 WHERE id = 1')],
    [query('BEGIN')],
    [query('UPDATE t SET n = 2 WHERE id = 1')],
    [query('COMMIT')],
    [query('SELECT 1')],
  ],
  'a pipeline': [
    [
      ...all("INSERT INTO a VALUES ('1')"),
      ...all("INSERT INTO a VALUES ('2')"),
      ...all('SELECT count(*) FROM a'),
      sync,
    ],
    [
      ...all("INSERT INTO a VALUES ('3')"),
      ...all('SELECT 1/0'),
      ...all("INSERT INTO a VALUES ('4')"),
      sync,
      ...all('SELECT count(*) FROM a'),
      sync,
    ],
    [...all('BEGIN'), ...all("INSERT INTO a VALUES ('5')"), ...all('COMMIT'), sync],
    [
      ...all("INSERT INTO a VALUES ('6')"),
      sync,
      ...all("INSERT INTO a VALUES ('7')"),
      sync,
      ...all('SELECT count(*) FROM a'),
      sync,
    ],
    [...all("INSERT INTO a VALUES ('8')"), flush],
    [sync],
    [...all('SET application_name = x'), ...all('SELECT 1/0'), sync, query('SHOW application_name')],
  ],
  'a portal with a limit': [
    [
      parse('SELECT id FROM t ORDER BY id'),
      bind([], { portal: 'p' }),
      about('P', 'p'),
      execute('p', 2),
      execute('p', 2),
      execute('p', 2),
      sync,
    ],
    [query('BEGIN')],
    [parse('SELECT id FROM t ORDER BY id'), bind([], { portal: 'p' }), execute('p', 2), sync],
    [execute('p', 3), sync],
    [execute('p', 0), sync],
    [execute('p', 0), sync],
    [close('P', 'p'), execute('p', 0), sync],
    [query('ROLLBACK')],
    [parse("UPDATE t SET tag = 'y' WHERE id < 6 RETURNING id"), bind([], { portal: 'p' }), execute('p', 2), sync],
  ],
  'a cursor': [
    [query('BEGIN')],
    [query('DECLARE c CURSOR FOR SELECT id FROM t ORDER BY id')],
    [query('FETCH 2 FROM c')],
    [execute('c', 2), sync],
    [query('MOVE 3 FROM c')],
    [query('CLOSE c')],
    [query('COMMIT')],
  ],
  'notices and settings': [
    [query('SELECT warn()')],
    [query("SET application_name = 'me'")],
    [query('SET datestyle = german')],
    [query('SHOW datestyle')],
    [query('RESET ALL')],
    [query('SET nonsense.value = 1; SHOW nonsense.value')],
    [query('SET nonsense = 1')],
    [query('DISCARD ALL')],
  ],
  'rows that are copied': [
    [query('COPY (SELECT id, tag FROM t WHERE id < 4 ORDER BY id) TO STDOUT')],
    [...all('COPY (SELECT id FROM t WHERE id < 3 ORDER BY id) TO STDOUT'), sync],
  ],
  'prepared by SQL': [
    [query('PREPARE q(int) AS SELECT tag FROM t WHERE id = $1')],
    [query('EXECUTE q(1)')],
    [bind(['2'], { name: 'q' }), about('P'), execute(), sync],
    [query('DEALLOCATE q')],
    [query('EXECUTE q(1)')],
  ],
  'explain, do, call': [
    [query('EXPLAIN (COSTS OFF) SELECT id FROM t WHERE id = 1')],
    [query("DO $$ BEGIN INSERT INTO a VALUES ('do'); END $$")],
    [query("CALL add('call')")],
    [query('SELECT tag FROM a ORDER BY tag')],
    [query('VALUES (1), (2)')],
    [query('TABLE a')],
    [query('CREATE TEMP TABLE mine (x int); INSERT INTO mine VALUES (1); SELECT x + 1 AS x FROM mine ORDER BY x')],
  ],
}

/** Reads all that one exchange says: as many ends as it asks for. */
async function exchange(client: RawClient, messages: Buffer[]): Promise<string[]> {
  const ends = messages.filter((one) => 'SQF'.includes(String.fromCharCode(one[0] ?? 0))).length
  client.send(...messages)
  const heard: Buffer[] = []
  for (let end = 0; end < ends; end++) heard.push(...(await client.hear()))
  return readable(heard).map(withoutPlaces)
}

/** Where in PostgreSQL's own source it is noticed that a transaction has failed, or is none, is the one thing that differs. */
function withoutPlaces(line: string): string {
  return /"C":"25P0[12]"/.test(line) ? line.replace(/,"L":"\d+","R":"\w+"/, '') : line
}

async function run(script: Script, client: RawClient): Promise<string[][]> {
  const heard: string[][] = []
  for (const messages of script) heard.push(await exchange(client, messages))
  await client.end()
  return heard
}

const GUARDED: StageOptions = { guards: [{ guard: approval, params: { over: { items: 1_000 } } }] }

describe.each([
  ['without guards', {}],
  ['with a guard that looks', GUARDED],
] as const)('%s a client hears what the server itself says', (_, options) => {
  test.each(Object.entries(SCRIPTS))('%s', async (_, script) => {
    const bare = await wire.stage()
    const { secret, question, ...login } = bare.login
    const expected = await run(script, await openRaw(login))
    await bare.end()
    const stage = await wire.stage(options)
    const heard = await run(script, await openRaw({ connectionString: stage.url }))
    await stage.end()
    expect(heard).toEqual(expected)
    expect(stage.events().filter(({ type }) => type === 'harness-fault' || type === 'alert')).toEqual([])
  })
})
