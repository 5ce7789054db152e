import { join } from 'node:path'
import postgres from 'postgres'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { lostReply } from '../../../src/faults/lost-reply.ts'
import { serializationFailure } from '../../../src/faults/serialization-failure.ts'
import { approval } from '../../../src/guards/approval.ts'
import type { StageOptions } from '../../databases/stage.ts'
import { codeOf, openWireHall, type WireHall, type WireStage } from '../../databases/wire-stage.ts'
import { program } from './program.ts'

const SCHEMA = `CREATE TABLE t (id int PRIMARY KEY, tag text, n int, price numeric);
INSERT INTO t SELECT i, 'seed', i, i * 1.5 FROM generate_series(1, 50) i;
CREATE TABLE a (tag text);`

let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA } })
})
afterAll(() => wire[Symbol.asyncDispose]())

/** Up to three rows at once; the first DELETE fails, and the last COMMIT is lost. */
const OPTIONS: StageOptions = {
  guards: [{ guard: approval, params: { over: { items: 3 } } }],
  answers: ['no'],
  plan: [{ fault: serializationFailure, on: 'shop DELETE a', when: { nth: 1 } }],
}

async function tags({ ask }: WireStage, like: string): Promise<unknown[]> {
  const text = `SELECT tag, count(*)::int AS n FROM (SELECT tag FROM t UNION ALL SELECT tag FROM a) x WHERE tag LIKE $1 GROUP BY tag ORDER BY tag COLLATE "C"`
  return (await ask(text, [like])).map(({ tag, n }) => `${tag} ${n}`)
}

async function close(stage: WireStage): Promise<void> {
  expect(stage.events().filter(({ type }) => type === 'harness-fault' || type === 'alert')).toEqual([])
  expect(stage.violations('approval')).toEqual([])
  expect(await stage.end()).toMatchObject({ problems: [] })
}

const python = async (file: string, stage: WireStage, installs: string) => {
  const ran = await program(['/usr/bin/python3', join(import.meta.dirname, file)], { ...stage.offer.env }, installs)
  expect(ran).toMatchObject({ code: 0, stderr: '' })
  return JSON.parse(ran.stdout)
}

test('psycopg 3', async () => {
  const lost = { fault: lostReply, on: 'shop COMMIT', when: { nth: 3 } }
  const stage = await wire.stage({ ...OPTIONS, plan: [...(OPTIONS.plan ?? []), lost] })
  const refused = 'InsufficientPrivilege 42501'
  expect(await python('psycopg3.py', stage, 'python3-psycopg')).toEqual({
    select: [
      [1, 'seed'],
      [2, 'seed'],
    ],
    binary: 2,
    update: 2,
    refused,
    usable: 1,
    prepared: 1,
    'prepared again': 'p3-prepared',
    executemany: 2,
    pipeline: 1,
    'pipeline refused': refused,
    'copy in': 'copied',
    'copy refused': refused,
    'copy out': ['1', '2', '3'],
    nested: 0,
    cursor: [[[1], [2]], [3]],
    fault: 'SerializationFailure 40001',
    'fault over': 0,
    notices: ['careful'],
    notify: ['hello'],
    'lost commit': 'OperationalError None',
  })
  expect(await tags(stage, 'p3-%')).toEqual([
    'p3-copy 3',
    'p3-lost 1',
    'p3-m1 1',
    'p3-m2 1',
    'p3-outer 1',
    'p3-pipe 3',
    'p3-prepared 1',
  ])
  await close(stage)
})

test('psycopg2', async () => {
  const stage = await wire.stage(OPTIONS)
  expect(await python('psycopg2_agent.py', stage, 'python3-psycopg2')).toEqual({
    select: [
      [1, 'seed'],
      [2, 'seed'],
    ],
    update: 2,
    commit: null,
    refused: 'InsufficientPrivilege 42501',
    failed: 'InFailedSqlTransaction 25P02',
    usable: [[1]],
    fault: 'SerializationFailure 40001',
    copy: 'p2-copy\np2-copy\n',
    cursor: [1, 2, 3, 4, 5],
    batch: [['p2-v']],
    lobject: expect.stringMatching(/^(Operational|NotSupported)Error/),
    'usable in the end': [[1]],
  })
  expect(await tags(stage, 'p2-%')).toEqual(['p2-b1 1', 'p2-b2 1', 'p2-copy 2', 'p2-few 2', 'p2-v 1'])
  await close(stage)
})

describe('psql', () => {
  const psql = async (stage: WireStage, script: string, ...args: string[]) =>
    program(['psql', '-X', '-q', '-A', '-t', ...args], { ...stage.offer.env }, 'postgresql-client', script)

  test('finds its database in the environment', async () => {
    const stage = await wire.stage(OPTIONS)
    const script = `SELECT id, tag FROM t WHERE id < 3 ORDER BY id;
UPDATE t SET tag = 'sh-few' WHERE id <= 2 \\; SELECT 'both';
UPDATE t SET tag = 'sh-many' WHERE id <= 9;
\\echo :LAST_ERROR_SQLSTATE
COPY a FROM STDIN;
sh-copy
\\.
\\set ON_ERROR_ROLLBACK on
BEGIN;
INSERT INTO a VALUES ('sh-in');
UPDATE t SET tag = 'sh-many' WHERE id <= 9;
INSERT INTO a VALUES ('sh-on');
COMMIT;
\\d a
SELECT 'end';
`
    const { stdout, stderr } = await psql(stage, script)
    expect(stdout).toMatch(/^1\|seed\n2\|seed\nboth\n42501\ntag\|text\|+\nend\n$/)
    expect(stderr.match(/ERROR: {2}.*/g)).toEqual([
      expect.stringContaining('denied'),
      expect.stringContaining('denied'),
    ])
    expect(await tags(stage, 'sh-%')).toEqual(['sh-copy 1', 'sh-few 2', 'sh-in 1', 'sh-on 1'])
    await close(stage)
  })

  test('is told why it is not let in', async () => {
    const stage = await wire.stage()
    const { stderr, code } = await psql(stage, '', '-d', 'shoop')
    expect({ stderr, code }).toMatchObject({
      stderr: expect.stringContaining('FATAL:  database "shoop" does not exist'),
      code: 2,
    })
    expect((await psql(stage, '', '-d', 'sslmode=require')).stderr).toContain('server does not support SSL')
    await close(stage)
  })
})

describe('postgres.js', () => {
  test('asks, changes, and goes on behind what is refused', async () => {
    const stage = await wire.stage(OPTIONS)
    const sql = postgres(stage.url, { max: 2, onnotice: () => {} })
    expect(await sql`SELECT id, tag FROM t WHERE id < ${3} ORDER BY id`).toMatchObject([
      { id: 1 },
      { id: 2, tag: 'seed' },
    ])
    const up = (tag: string, most: number) => codeOf(sql`UPDATE t SET tag = ${tag} WHERE id <= ${most}`)
    expect(await Promise.all([up('js-1', 1), up('js-many', 9), up('js-2', 2), up('js-3', 3)])).toEqual([
      'ok',
      '42501',
      'ok',
      'ok',
    ])
    expect(await codeOf(sql.unsafe("INSERT INTO a VALUES ('js-x'); UPDATE t SET tag = 'js-many' WHERE id <= 9"))).toBe(
      '42501',
    )
    const saved = await sql.begin(async (begun) => {
      await begun`INSERT INTO a VALUES ('js-outer')`
      return begun
        .savepoint((inner) => inner`UPDATE t SET tag = 'js-many'`)
        .then(
          () => 'ok',
          ({ code }) => code,
        )
    })
    expect(saved).toBe('42501')
    const all: number[] = []
    await sql`SELECT id FROM t ORDER BY id`.cursor(20, (rows) => void all.push(...rows.map(({ id }) => id)))
    expect(all).toHaveLength(50)
    expect(await codeOf(sql`DELETE FROM a WHERE tag = 'nobody'`)).toBe('40001')
    const heard = Promise.withResolvers<string>()
    await sql.listen('news', heard.resolve)
    await sql.notify('news', 'hello')
    expect(await heard.promise).toBe('hello')
    await sql.end()
    expect((await tags(stage, 'js-%')).join()).toBe('js-3 3,js-outer 1')
    await close(stage)
  })

  test('meets a COMMIT whose answer is lost, and what it wrote is there', async () => {
    const stage = await wire.stage({ plan: [{ fault: lostReply, on: 'shop COMMIT' }] })
    const sql = postgres(stage.url, { max: 1 })
    const sent = sql.begin((begun) => begun`INSERT INTO a VALUES ('js-lost')`)
    expect(await codeOf(sent)).toMatch(/ECONNRESET|CONNECTION_CLOSED/)
    expect(await sql`SELECT tag FROM a`).toMatchObject([{ tag: 'js-lost' }])
    await sql.end()
    await close(stage)
  })
})
