import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { ownerMark } from '../../../src/kernel/owner.ts'
import { defineDatabase } from '../../../src/world/databases/define.ts'
import { startServer } from '../../../src/world/databases/servers/start-server.ts'
import { logIn, openStage } from '../../world/databases/a-lane.ts'
import { countingOrder, killHard, query, startElsewhere } from '../../world/databases/stage.ts'
import { type DebianServer, startDebianServer } from './debian-server.ts'

let debian: DebianServer
beforeAll(async () => {
  debian = await startDebianServer()
})
afterAll(() => debian?.[Symbol.asyncDispose]())

/** All that is there, as an independent client sees it. */
function named(prefix: string): string[] {
  const names = `SELECT datname FROM pg_database WHERE datname LIKE '${prefix}%' UNION ALL SELECT rolname FROM pg_roles WHERE rolname LIKE '${prefix}%' ORDER BY 1`
  return psql(names).split('\n').filter(Boolean)
}

function psql(statement: string): string {
  return execFileSync('psql', [debian.url, '--no-psqlrc', '-Atc', statement], { encoding: 'utf8' })
}

/** What lanes will make there, the hardest to drop among it. */
function order() {
  return {
    ...countingOrder('url'),
    prepare: async ({ admin, runId }: { admin: Parameters<typeof query>[0]; runId: string }) => {
      const [shop, agent] = [`"mettle_${runId}_shop"`, `"mettle_${runId}_agent"`]
      await query(admin, `CREATE DATABASE ${shop} IS_TEMPLATE true`)
      await query(
        admin,
        `CREATE ROLE ${agent} LOGIN; GRANT CREATE ON DATABASE ${shop} TO ${agent}; GRANT CONNECT ON DATABASE postgres TO ${agent}`,
      )
      await query(
        { ...admin, database: `mettle_${runId}_shop` },
        `CREATE TABLE orders (); ALTER TABLE orders OWNER TO ${agent}`,
      )
    },
  }
}

test('a server that is there already gets back what it had', async () => {
  psql('CREATE DATABASE mettle_of_others')
  const server = await startServer(debian.url, order())
  expect(server).toMatchObject({ backend: 'url', admin: { user: 'boss', password: 'pass/word' } })
  const own = ['agent', 'run', 'shop'].map((name) => `mettle_${server.runId}_${name}`)
  expect(named('mettle_')).toEqual([...own, 'mettle_of_others'].sort())
  await server[Symbol.asyncDispose]()
  expect(named('mettle_')).toEqual(['mettle_of_others'])
  psql('DROP DATABASE mettle_of_others')
})

test('what a killed run has left goes with the next one, and what is not certainly dead stays', async () => {
  const { owner, runId } = await startElsewhere(debian.url)
  psql(`CREATE DATABASE mettle_${runId}_shop`)
  const plant = (run: string, mark: string) => {
    psql(`CREATE ROLE mettle_${run}_run; COMMENT ON ROLE mettle_${run}_run IS '${mark}'`)
    psql(`CREATE DATABASE mettle_${run}_shop`)
  }
  plant('laterpid', ownerMark().replace(/[0-9]+$/, '1'))
  plant('stranger', 'mettle owner=0123456789abcdef.1:1:1')
  plant('unmarked', 'a comment')

  // The control: while its owner lives, the next run leaves it alone.
  await end()
  expect(named(`mettle_${runId}`)).toHaveLength(2)
  expect(named('mettle_laterpid')).toEqual([])

  await killHard(owner)
  expect(named(`mettle_${runId}`)).toHaveLength(2)
  await end()
  expect(named(`mettle_${runId}`)).toEqual([])
  for (const run of ['stranger', 'unmarked']) expect(named(`mettle_${run}`)).toHaveLength(2)
})

test('a user who is no superuser is refused, with what to do', async () => {
  psql("CREATE ROLE weak LOGIN PASSWORD 'weak'")
  const url = debian.url.replace('boss:pass%2Fword', 'weak:weak')
  await expect(startServer(url, order())).rejects.toMatchObject({
    name: 'PrerequisiteError',
    message: expect.stringContaining('ALTER ROLE weak SUPERUSER'),
  })
})

async function end(): Promise<void> {
  const server = await startServer(debian.url, order())
  await server[Symbol.asyncDispose]()
}

test('what pg_dump wrote of a server makes a database that is the same', { timeout: 120_000 }, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'mettle-dump-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  psql('CREATE DATABASE dumped')
  const at = debian.url.replace(/postgres$/, 'dumped')
  const ask = (sql: string) => execFileSync('psql', [at, '--no-psqlrc', '-qAtc', sql], { encoding: 'utf8' }).trim()
  ask(`CREATE TYPE mood AS ENUM ('ok', 'not; ok');
    CREATE TABLE people (id serial PRIMARY KEY, name text NOT NULL, mood mood, doc jsonb, raw bytea, made timestamptz);
    INSERT INTO people (name, mood, doc, raw, made)
      SELECT E'n\\t' || g || E'\\n\\\\.', 'not; ok', jsonb_build_object('g', g), decode('00ff5c', 'hex'), '2026-01-01Z'
      FROM generate_series(1, 300) g;
    CREATE FUNCTION twice(n int) RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN n * 2; END $$;
    CREATE VIEW named AS SELECT name FROM people`)
  const all = `SELECT md5(string_agg(concat_ws('|', id, name, mood, doc, raw, extract(epoch FROM made)), ',' ORDER BY id))
    || public.twice(21) || (SELECT count(*) FROM public.named) AS text FROM public.people`
  const wanted = ask(all)
  for (const args of [[], ['--inserts'], ['--clean', '--if-exists']]) {
    const dump = execFileSync('pg_dump', [...args, '--no-owner', '--no-privileges', at], { encoding: 'utf8' })
    writeFileSync(join(folder, 'dump.sql'), dump)
    const order = { seed: '1', folder, startsAt: Date.parse('2026-01-01Z') }
    await using server = await startServer(debian.url, { ...countingOrder('dump'), prepare: async () => {} })
    await using stage = await openStage(server, defineDatabase({ schema: './dump.sql' }), order)
    const agent = await logIn(stage.lanes[0]?.lease().shop as never)
    const found = await agent.query<{ text: string }>(all).finally(() => agent.end())
    expect(found.rows[0]?.text).toBe(wanted)
  }
  psql('DROP DATABASE dumped')
})
