import { setTimeout as wait } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { approval } from '../../src/guards/approval.ts'
import { permissions } from '../../src/guards/permissions.ts'
import { openRaw, readable, say } from './raw-client.ts'
import type { StageOptions } from './stage.ts'
import { codeOf, openWireHall, type WireHall, type WireStage } from './wire-stage.ts'

const SCHEMA = `CREATE TABLE t (id int PRIMARY KEY, tag text, n int UNIQUE DEFERRABLE INITIALLY DEFERRED);
INSERT INTO t SELECT i, 'seed', i FROM generate_series(1, 50) i;
CREATE TABLE a (tag text);
CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (NEW.tag); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER late AFTER UPDATE ON t DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.tag LIKE 'late%') EXECUTE FUNCTION late();
CREATE PROCEDURE twice(tag text) LANGUAGE plpgsql AS $$ BEGIN INSERT INTO a VALUES (tag); COMMIT; INSERT INTO a VALUES (tag); COMMIT; END $$;`

let wire: WireHall

beforeAll(async () => {
  wire = await openWireHall({ schema: { sql: SCHEMA } })
}, 60_000)
afterAll(() => wire[Symbol.asyncDispose]())

const up = (client: Client, tag: string, most: number) =>
  client.query('UPDATE t SET tag = $1 WHERE id <= $2', [tag, most])

/** Of up to three rows a statement is let through, of more it is held: the approver says no. */
const THREE: StageOptions = { guards: [{ guard: approval, params: { over: { items: 3 } } }], answers: ['no'] }

async function tagged({ ask }: WireStage, tag: string, table = 't'): Promise<unknown> {
  return (await ask(`SELECT count(*)::int AS n FROM ${table} WHERE tag = $1`, [tag]))[0]?.n
}

/** Nothing went wrong in the harness itself, and the lane can be put back by what is known. */
async function close(stage: WireStage): Promise<void> {
  expect(stage.events().filter(({ type }) => type === 'harness-fault' || type === 'alert')).toEqual([])
  expect(await stage.end()).toMatchObject({ problems: [] })
}

const sessions = async ({ ask }: WireStage) =>
  (
    await ask(
      'SELECT state FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename <> current_user',
    )
  ).map(({ state }) => state)

describe('a driver at a URL', () => {
  test('finds its database in its environment, and what it changes is an effect of its statement', async () => {
    const stage = await wire.stage()
    const { env, told } = stage.offer
    expect(told).toEqual({ databases: { shop: env.DATABASE_URL } })
    expect(env.SHOP_DATABASE_URL).toBe(env.DATABASE_URL)
    const { PGHOST: host, PGPORT, PGUSER: user, PGPASSWORD: password, PGDATABASE: database } = env
    const client = new Client({ host, port: Number(PGPORT), user, password, database })
    await client.connect()
    expect((await client.query('SELECT tag FROM t WHERE id = $1', [1])).rows).toEqual([{ tag: 'seed' }])
    await up(client, 'x', 2)
    await client.end()
    const { calls, effects } = stage.evidence()
    expect(calls.map(({ call }) => `${call.target}: ${call.access}`)).toEqual([
      'shop SELECT t: read',
      'shop UPDATE t: write',
    ])
    expect(effects.map(({ collection, id, calls }) => `${collection} ${id} ${calls}`)).toEqual([
      'shop.t 1 c2',
      'shop.t 2 c2',
    ])
    await close(stage)
  })

  test('is let in by the password of a trial that runs, and by nothing else', async () => {
    const stage = await wire.stage()
    const as = (config: object) => codeOf(stage.client({ connectionString: undefined, ...parts(stage.url), ...config }))
    expect(await as({})).toBe('ok')
    expect(await as({ user: 'anybody' })).toBe('ok')
    expect(await as({ password: 'guess' })).toBe('28P01')
    expect(await as({ database: 'shopp' })).toBe('3D000')
    expect(await as({ client_encoding: 'x', options: '-c client_encoding=LATIN1' })).toBe('ok')
    expect(await as({ replication: 'database' })).toBe('0A000')
    // The server itself has never heard of it.
    const { host, port, database } = stage.login
    expect(
      await codeOf(
        new Client({ host, port, database, user: stage.login.user, password: parts(stage.url).password }).connect(),
      ),
    ).toBe('28P01')
    const other = await wire.stage()
    expect(other.url).not.toBe(stage.url)
    await stage.offer.close()
    expect(await as({})).toBe('28P01')
    expect(await codeOf(other.client())).toBe('ok')
    await close(other)
    await close(stage)
  })

  test('takes its settings along', async () => {
    const stage = await wire.stage()
    const client = await stage.client({ application_name: 'my app', options: '-c work_mem=1MB -c search_path=pg_temp' })
    const shown = async (name: string) => Object.values((await client.query(`SHOW ${name}`)).rows[0])[0]
    expect([await shown('application_name'), await shown('work_mem'), await shown('search_path')]).toEqual([
      'my app',
      '1MB',
      'pg_temp',
    ])
    await client.end()
    await close(stage)
  })
})

function parts(url: string) {
  const { hostname: host, port, username: user, password, pathname } = new URL(url)
  return { host, port: Number(port), user, password, database: pathname.slice(1) }
}

describe('a guard that looks at effects', () => {
  test('refuses a statement before it is there for good', async () => {
    const stage = await wire.stage(THREE)
    const client = await stage.client()
    expect([await codeOf(up(client, 'e1', 2)), await codeOf(up(client, 'e2', 9))]).toEqual(['ok', '42501'])
    expect(await codeOf(client.query("UPDATE t SET tag = 's1' WHERE id <= 9"))).toBe('42501')
    const several = "UPDATE t SET tag = 's2' WHERE id = 1; SELECT 1; UPDATE t SET tag = 's2' WHERE id <= 9"
    expect(await codeOf(client.query(several))).toBe('42501')
    const own = "BEGIN; UPDATE t SET tag = 's3' WHERE id = 1; COMMIT; UPDATE t SET tag = 's4' WHERE id <= 9"
    expect(await codeOf(client.query(own))).toBe('42501')
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    expect(await Promise.all(['e1', 'e2', 's1', 's2', 's3', 's4'].map((tag) => tagged(stage, tag)))).toEqual([
      1, 0, 0, 0, 1, 0,
    ])
    const [, refused] = stage.evidence().calls
    expect(refused).toMatchObject({ delivered: { outcome: 'refused' }, effects: [] })
    await client.end()
    await close(stage)
  })

  test('refuses within a transaction, which has failed then', async () => {
    const stage = await wire.stage(THREE)
    const client = await stage.client()
    await client.query('BEGIN')
    await up(client, 'x1', 1)
    await client.query('SAVEPOINT a')
    expect([await codeOf(up(client, 'x2', 9)), await codeOf(client.query('SELECT 1'))]).toEqual(['42501', '25P02'])
    await client.query('ROLLBACK TO a')
    await client.query('COMMIT')
    expect([await tagged(stage, 'x1'), await tagged(stage, 'x2')]).toEqual([1, 0])
    await client.end()
    await close(stage)
  })

  test('refuses one of a pipeline, and those beside it stay', async () => {
    const stage = await wire.stage(THREE)
    const client = await stage.client({ pipeline: true })
    const sent = [up(client, 'p1', 1), up(client, 'p2', 9), up(client, 'p3', 1)]
    expect(await Promise.all(sent.map(codeOf))).toEqual(['ok', '42501', 'ok'])
    expect([await tagged(stage, 'p2'), await tagged(stage, 'p3')]).toEqual([0, 1])
    await client.end()
    // Three with one end are one transaction.
    const raw = await openRaw({ connectionString: stage.url })
    const one = (tag: string, most: number) => [
      say.parse(`UPDATE t SET tag = '${tag}' WHERE id <= ${most}`),
      say.bind(),
      say.execute(),
    ]
    const heard = readable(await raw.ask(...one('q1', 1), ...one('q2', 9), ...one('q3', 1), say.sync))
    expect(heard.map((line) => line.slice(0, 40))).toEqual([
      ...['1 ', '2 ', 'C UPDATE 1<0>', '1 ', '2 '],
      '{"S":"ERROR","V":"ERROR","C":"42501","M"'.replace(/^/, 'E ').slice(0, 40),
      'Z I',
    ])
    expect([await tagged(stage, 'q1'), await tagged(stage, 'q3')]).toEqual([0, 0])
    await raw.end()
    await close(stage)
  })

  test('sees what is put off until the end of the transaction', async () => {
    const stage = await wire.stage({ ...THREE, guards: [{ guard: approval, params: { over: { items: 3 } } }] })
    const client = await stage.client()
    // Two rows, and two of a trigger that waits.
    expect(await codeOf(up(client, 'late1', 2))).toBe('42501')
    expect(await codeOf(up(client, 'late2', 1))).toBe('ok')
    expect(await Promise.all(['late1', 'late2'].map((tag) => tagged(stage, tag, 'a')))).toEqual([0, 1])
    const raw = await openRaw({ connectionString: stage.url })
    const two = (tag: string) => [say.parse(`UPDATE t SET tag = '${tag}' WHERE id <= 2`), say.bind(), say.execute()]
    // The end is not known when the statement runs.
    raw.send(...two('late3'), say.flush)
    expect(readable(await raw.hear('C')).at(-1)).toBe('C UPDATE 2<0>')
    raw.send(say.sync)
    expect(readable(await raw.hear()).at(-1)).toBe('Z I')
    await raw.end()
    await client.end()
    await close(stage)
  })

  test('keeps CALL and DO from committing what it has not seen', async () => {
    const stage = await wire.stage(THREE)
    const client = await stage.client()
    expect(await codeOf(client.query("CALL twice('c1')"))).toBe('2D000')
    expect(await codeOf(client.query("DO $$ BEGIN INSERT INTO a VALUES ('c1'); COMMIT; END $$"))).toBe('2D000')
    expect(await tagged(stage, 'c1', 'a')).toBe(0)
    await client.end()
    await close(stage)
    const free = await wire.stage()
    const other = await free.client()
    expect(await codeOf(other.query("CALL twice('c2')"))).toBe('ok')
    expect(free.evidence().effects).toHaveLength(2)
    await other.end()
    await close(free)
  })

  test('lets its client go while it thinks, and nothing has happened', async () => {
    const thinks = Promise.withResolvers<void>()
    const stage = await wire.stage({ ...THREE, answers: ['silent'], thinking: async () => thinks.resolve() })
    const raw = await openRaw({ connectionString: stage.url })
    raw.send(say.query("UPDATE t SET tag = 'gone'"))
    await thinks.promise
    await raw.end()
    await expect.poll(() => sessions(stage)).toEqual([])
    expect(await tagged(stage, 'gone')).toBe(0)
    expect(stage.evidence().calls[0]?.delivered).toMatchObject({ outcome: 'gone' })
    await close(stage)
  })

  test('is called off by its client, which goes on', async () => {
    const thinks = Promise.withResolvers<void>()
    const stage = await wire.stage({ ...THREE, answers: ['silent'], thinking: async () => thinks.resolve() })
    const raw = await openRaw({ connectionString: stage.url })
    raw.send(say.query("UPDATE t SET tag = 'off'"))
    await thinks.promise
    await cancel(stage, raw)
    const heard = readable(await raw.hear())
    expect(heard).toEqual([expect.stringContaining('"C":"57014"'), 'Z I'])
    expect(await raw.ask(say.query('SELECT 1'))).toHaveLength(4)
    expect(await tagged(stage, 'off')).toBe(0)
    await raw.end()
    await close(stage)
  })
})

/** As libpq does it: over a connection of its own. */
async function cancel({ url }: WireStage, { process, key }: { process: number; key: number }): Promise<void> {
  const { host, port } = parts(url)
  const { connect } = await import('node:net')
  const packet = Buffer.alloc(16)
  for (const [at, word] of [16, 80877102, process, key].entries()) packet.writeInt32BE(word, at * 4)
  const socket = connect(port, host)
  socket.end(packet)
  await new Promise((resolve) => socket.resume().once('close', resolve))
}

test('a guard that decides on statements refuses before the server has heard of them', async () => {
  const guards = [
    {
      guard: permissions,
      params: { role: 'a', roles: { a: { allow: ['shop SELECT *', 'shop BEGIN', 'shop ROLLBACK'] } } },
    },
  ]
  const stage = await wire.stage({ guards })
  const raw = await openRaw({ connectionString: stage.url })
  const named = [
    say.parse('DELETE FROM t', 'd'),
    say.bind([], { name: 'd' }),
    say.describe('P'),
    say.execute(),
    say.sync,
  ]
  const refused = ['1 ', '2 ', 'n ', expect.stringContaining('"C":"42501"')]
  expect(readable(await raw.ask(...named))).toEqual([...refused, 'Z I'])
  // It is there all the same, as where its run had failed.
  expect(readable(await raw.ask(say.bind([], { name: 'd' }), say.execute(), say.sync))).toEqual([
    '2 ',
    refused[3],
    'Z I',
  ])
  await raw.ask(say.query('BEGIN'))
  expect(readable(await raw.ask(say.query('DELETE FROM t')))).toEqual([refused[3], 'Z E'])
  expect(readable(await raw.ask(say.query('SELECT tag FROM t')))).toEqual([
    expect.stringContaining('"C":"25P02"'),
    'Z E',
  ])
  await raw.ask(say.query('ROLLBACK'))
  expect(await stage.ask('SELECT count(*)::int AS n FROM t')).toEqual([{ n: 50 }])
  await raw.end()
  await close(stage)
})

test('serializable transactions that a guard joins are told apart from those that join by themselves', async () => {
  const side = async (options: StageOptions, reads: string) => {
    const stage = await wire.stage(options)
    const [one, two] = [await stage.client(), await stage.client()]
    for (const client of [one, two]) await client.query('BEGIN ISOLATION LEVEL SERIALIZABLE')
    const came: string[] = []
    for (const client of [one, two]) {
      await client.query(reads)
      came.push(await codeOf(client.query("INSERT INTO a VALUES ('x')")))
    }
    for (const client of [one, two]) came.push(await codeOf(client.query('COMMIT')))
    await Promise.all([one.end(), two.end()])
    const alerts = stage.events().flatMap((event) => (event.type === 'alert' ? [event.guard] : []))
    expect(await stage.end()).toMatchObject({ problems: [] })
    return { failed: came.filter((code) => code === '40001').length, alerts }
  }
  const MANY: StageOptions = { guards: [{ guard: approval, params: { over: { items: 1_000 } } }] }
  expect(await side({}, 'SELECT 1')).toEqual({ failed: 0, alerts: [] })
  expect(await side(MANY, 'SELECT 1')).toEqual({ failed: 1, alerts: ['journal'] })
  expect(await side({}, 'SELECT count(*) FROM a')).toEqual({ failed: 1, alerts: [] })
})

test('more connections than its role may have are refused as the server does', async () => {
  const stage = await wire.stage()
  const came = await Promise.all(Array.from({ length: 18 }, () => codeOf(stage.client())))
  expect(came.filter((code) => code === 'ok')).toHaveLength(16)
  expect(came.filter((code) => code === '53300')).toHaveLength(2)
  await close(stage)
})

describe('what a name stands for', () => {
  test('is what the server holds, whatever was said in SQL', async () => {
    const guards = [
      { guard: permissions, params: { role: 'a', roles: { a: { allow: '**', deny: ['shop DELETE *'] } } } },
    ]
    const stage = await wire.stage({ guards })
    const raw = await openRaw({ connectionString: stage.url })
    await raw.ask(say.parse('SELECT 1', 's'), say.sync)
    await raw.ask(say.query("DO $$ BEGIN EXECUTE 'DEALLOCATE s'; EXECUTE 'PREPARE s AS DELETE FROM t'; END $$"))
    const heard = readable(await raw.ask(say.bind([], { name: 's' }), say.execute(), say.sync))
    expect(await stage.ask('SELECT count(*)::int AS n FROM t')).toEqual([{ n: 50 }])
    expect(heard).toEqual(['2 ', expect.stringContaining('"C":"42501"'), 'Z I'])
    // One that the server refused to replace is still the first one.
    await raw.ask(say.parse('DELETE FROM t', 'x'), say.sync)
    await raw.ask(say.parse('SELECT 1', 'x'), say.sync)
    await raw.ask(say.bind([], { name: 'x' }), say.execute(), say.sync)
    expect(stage.evidence().calls.at(-1)?.call.target).toBe('shop DELETE t')
    await raw.end()
    await close(stage)
  })

  test('is not known of a portal that something may have replaced', async () => {
    const stage = await wire.stage()
    const raw = await openRaw({ connectionString: stage.url })
    await raw.ask(say.query('BEGIN'))
    await raw.ask(say.parse('SELECT 1'), say.bind([], { portal: 'p' }), say.sync)
    await raw.ask(say.query('CLOSE p'))
    await raw.ask(say.query('DECLARE p CURSOR FOR SELECT id FROM t FOR UPDATE'))
    await raw.ask(say.execute('p', 1), say.sync)
    expect(stage.evidence().calls.at(-1)?.call).toMatchObject({ target: 'shop (unread)', access: 'unknown' })
    await raw.end()
    await close(stage)
  })
})

describe('rows that are copied in', () => {
  test.each([
    ['without a guard', {}],
    ['past a guard', THREE],
  ])('%s are effects of their statement', async (_, options) => {
    const stage = await wire.stage(options)
    const raw = await openRaw({ connectionString: stage.url })
    raw.send(say.query('COPY a FROM STDIN'))
    expect(readable(await raw.hear('G'))).toHaveLength(1)
    const heard = readable(await raw.ask(say.copy('one\n'), say.copy('two\n'), say.copyDone))
    expect(heard).toEqual(['C COPY 2<0>', 'Z I'])
    const extended = [say.parse('COPY a FROM STDIN'), say.bind(), say.execute(), say.sync]
    raw.send(...extended)
    await raw.hear('G')
    expect(readable(await raw.ask(say.copy('three\n'), say.copyDone, say.sync))).toEqual(['C COPY 1<0>', 'Z I'])
    expect(stage.evidence().effects.map(({ calls }) => `${calls}`)).toEqual(['c1', 'c1', 'c2'])
    // What the client takes back, and what the server cannot read.
    raw.send(say.query('COPY a FROM STDIN'))
    await raw.hear('G')
    expect(readable(await raw.ask(say.copy('four\n'), say.copyFail('no more')))).toEqual([
      expect.stringContaining('"C":"57014"'),
      'Z I',
    ])
    raw.send(say.query('COPY t FROM STDIN'))
    await raw.hear('G')
    raw.send(say.copy('x\ty\tz\n'), say.copy('1\t2\t3\n'), say.copyDone)
    expect(readable(await raw.hear())).toEqual([expect.stringContaining('"C":"22P02"'), 'Z I'])
    expect(await raw.ask(say.query('SELECT 1'))).toHaveLength(4)
    expect(stage.evidence().effects).toHaveLength(3)
    await raw.end()
    await close(stage)
  })

  test('are too many for a guard, and none stays', async () => {
    const stage = await wire.stage(THREE)
    const raw = await openRaw({ connectionString: stage.url })
    raw.send(say.query('COPY a FROM STDIN'))
    await raw.hear('G')
    const heard = readable(await raw.ask(...['1', '2', '3', '4'].map((row) => say.copy(`${row}\n`)), say.copyDone))
    expect(heard).toEqual([expect.stringContaining('"C":"42501"'), 'Z I'])
    expect(await stage.ask('SELECT count(*)::int AS n FROM a')).toEqual([{ n: 0 }])
    await raw.ask(say.query('BEGIN'))
    raw.send(say.query('COPY a FROM STDIN'))
    await raw.hear('G')
    expect(readable(await raw.ask(say.copy('1\n'), say.copyDone))).toEqual(['C COPY 1<0>', 'Z T'])
    await raw.ask(say.query('COMMIT'))
    expect(stage.evidence().effects).toHaveLength(1)
    await raw.end()
    await close(stage)
  })
})

describe('a session', () => {
  test('hears what others notify it of', async () => {
    const stage = await wire.stage()
    const [one, two] = [await stage.client(), await stage.client()]
    await one.query('LISTEN news')
    const heard = new Promise((resolve) => one.once('notification', resolve))
    await two.query("NOTIFY news, 'hello'")
    expect(await heard).toMatchObject({ channel: 'news', payload: 'hello' })
    await Promise.all([one.end(), two.end()])
    await close(stage)
  })

  test('is called off while the server runs its statement', async () => {
    const stage = await wire.stage()
    const raw = await openRaw({ connectionString: stage.url })
    raw.send(say.query('SELECT pg_sleep(60)'))
    await expect.poll(() => sessions(stage)).toContain('active')
    await cancel(stage, { ...raw, key: raw.key + 1 })
    await wait(20)
    expect(await sessions(stage)).toContain('active')
    await cancel(stage, raw)
    expect(readable(await raw.hear()).at(-2)).toContain('canceling statement due to user request')
    await raw.end()
    await close(stage)
  })

  test('ends with its trial, whatever it does', async () => {
    const stage = await wire.stage()
    const raw = await openRaw({ connectionString: stage.url })
    const other = await openRaw({ connectionString: stage.url })
    await raw.ask(say.query('BEGIN; UPDATE t SET n = 0 WHERE id = 1'))
    other.send(say.query('UPDATE t SET n = 1 WHERE id = 1'))
    await expect.poll(() => sessions(stage)).toContain('active')
    await stage.offer.close()
    await raw.hear()
    await other.hear()
    await expect.poll(() => sessions(stage)).toEqual([])
    expect(stage.evidence().effects).toEqual([])
    await close(stage)
  })

  test('calls no functions by the protocol', async () => {
    const stage = await wire.stage()
    const raw = await openRaw({ connectionString: stage.url })
    await raw.ask(say.query('BEGIN'))
    expect(readable(await raw.ask(say.call(1299)))).toEqual([expect.stringContaining('"C":"0A000"'), 'Z E'])
    await raw.ask(say.query('ROLLBACK'))
    expect(await raw.ask(say.query('SELECT 1'))).toHaveLength(4)
    await raw.end()
    await close(stage)
  })

  test('keeps no transaction for later', async () => {
    const stage = await wire.stage()
    const client = await stage.client()
    await client.query('BEGIN')
    await up(client, 'kept', 1)
    expect(await codeOf(client.query("PREPARE TRANSACTION 'x'"))).toBe('55000')
    expect((await client.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    expect(await tagged(stage, 'kept')).toBe(0)
    await client.end()
    await close(stage)
  })

  test('is read as UTF-8, and in nothing else', async () => {
    const stage = await wire.stage()
    const raw = await openRaw({ connectionString: stage.url })
    const heard = readable(await raw.ask(say.query("SET client_encoding = 'LATIN1'")))
    expect(heard.join()).toContain('"C":"0A000"')
    expect(await raw.ask(say.query('SELECT 1'))).toEqual([])
    await raw.end()
    await close(stage)
  })
})

describe('a client that means no good', () => {
  test('changes nothing by values that it never uses', async () => {
    const stage = await wire.stage()
    const raw = await openRaw({ connectionString: stage.url })
    const made = `CREATE FUNCTION pg_temp.f(x text) RETURNS bool LANGUAGE plpgsql AS $$ BEGIN INSERT INTO public.a VALUES (x); RETURN true; END $$;
      CREATE DOMAIN pg_temp.d AS text CHECK (pg_temp.f(VALUE))`
    expect(readable(await raw.ask(say.query(made))).at(-1)).toBe('Z I')
    const bound = [say.parse('SELECT $1::pg_temp.d', 's'), say.bind(['hidden'], { name: 's' })]
    expect(readable(await raw.ask(...bound, say.sync))).toEqual(['1 ', '2 ', 'Z I'])
    raw.send(say.bind(['hidden'], { name: 's' }), say.flush)
    await raw.hear('2')
    expect(readable(await raw.ask(say.sync))).toEqual(['Z I'])
    expect(await tagged(stage, 'hidden', 'a')).toBe(0)
    // What is used is an effect of its statement.
    await raw.ask(say.bind(['seen'], { name: 's' }), say.execute(), say.sync)
    expect(stage.evidence().effects.at(-1)).toMatchObject({ collection: 'shop.a', after: { tag: 'seen' } })
    await raw.end()
    await close(stage)
  })

  test.each([
    ['bytes of anything', Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 256))],
    ['a length that is none', Buffer.from([81, 0, 0, 0, 1])],
    ['a length without end', Buffer.from([81, 127, 255, 255, 255, 65])],
    ['a letter that is none', Buffer.from([33, 0, 0, 0, 4])],
    ['a text without an end', Buffer.from([81, 0, 0, 0, 6, 65, 65])],
    ['a Bind of more values than it has', Buffer.from([66, 0, 0, 0, 14, 0, 0, 0, 0, 255, 255, 0, 0, 0, 0])],
    ['a Parse in the middle of nothing', Buffer.from([80, 0, 0, 0, 5, 0])],
  ])('is cut off for %s, and nobody else is', async (_, bytes) => {
    const [stage, other] = [await wire.stage(), await wire.stage()]
    const [raw, neighbour] = [await openRaw({ connectionString: stage.url }), await other.client()]
    raw.send(bytes, say.sync)
    const heard = await Promise.race([raw.hear('!'), wait(2_000, 'no end' as const)])
    // What announces more than it sends is waited for, as PostgreSQL does.
    if (heard !== 'no end') expect(readable(heard).at(-1)).toContain('"C":"08P01"')
    expect((await neighbour.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
    await raw.end()
    await neighbour.end()
    await expect.poll(() => sessions(stage)).toEqual([])
    await close(stage)
    await close(other)
  })

  test.each([
    ['bytes of anything', Buffer.from(Array.from({ length: 4_000 }, (_, at) => (at * 7919) % 256))],
    ['another version', Buffer.from([0, 0, 0, 8, 0, 2, 0, 0])],
    ['more than anybody says', Buffer.from([0, 1, 0, 0, 0, 3, 0, 0])],
    ['nothing but its beginning', Buffer.from([0, 0])],
  ])('is not let in for %s', async (_, bytes) => {
    const { connect } = await import('node:net')
    const stage = await wire.stage()
    const socket = connect(parts(stage.url).port, '127.0.0.1')
    socket.on('error', () => {})
    socket.end(bytes)
    await new Promise((resolve) => socket.resume().once('close', resolve))
    expect(await codeOf(stage.client())).toBe('ok')
    await close(stage)
  })

  test('is given as much as it reads, and no more', async () => {
    const stage = await wire.stage()
    const raw = await openRaw({ connectionString: stage.url })
    raw.socket.pause()
    raw.send(say.query("SELECT repeat('x', 1000000) FROM generate_series(1, 80)"))
    // The server waits for whoever reads from it.
    const waits = async () =>
      (await stage.ask('SELECT wait_event FROM pg_stat_activity WHERE pid = $1', [raw.process]))[0]
    await expect.poll(waits).toEqual({ wait_event: 'ClientWrite' })
    await wait(200)
    expect(await waits()).toEqual({ wait_event: 'ClientWrite' })
    raw.socket.resume()
    expect(await raw.hear()).toHaveLength(83)
    await raw.end()
    await close(stage)
  })
})

test('what is recorded of a statement is read by its own columns, whatever is described around it', async () => {
  const stage = await wire.stage()
  const raw = await openRaw({ connectionString: stage.url })
  await raw.ask(say.parse('SELECT id, tag FROM t WHERE id = 1', 'one'), say.describe('S', 'one'), say.sync)
  await raw.ask(say.parse("SELECT 'x' AS other, true AS another, 3 AS more", 'two'), say.sync)
  // Twice: once it is known what it returns, and once it is said on the way.
  await raw.ask(say.bind([], { name: 'one' }), say.describe('S', 'two'), say.execute(), say.sync)
  await raw.ask(say.bind([], { name: 'one' }), say.describe('P', ''), say.execute(), say.sync)
  await raw.ask(say.parse("UPDATE t SET tag = 'seed' WHERE id = 1", 'none'), say.describe('S', 'none'), say.sync)
  for (let time = 0; time < 2; time++) {
    const heard = readable(
      await raw.ask(say.bind([], { name: 'none' }), say.describe('S', 'one'), say.execute(), say.sync),
    )
    // Nothing that the client did not ask for is among it.
    expect(heard.map((line) => line[0]).join('')).toBe('2tTCZ')
  }
  await raw.end()
  const outputs = stage.evidence().calls.map(({ executed }) => executed?.output)
  const read = { rows: [{ id: 1, tag: 'seed' }], fields: [{ name: 'id' }, { name: 'tag' }] }
  expect(outputs).toMatchObject([
    read,
    read,
    { command: 'UPDATE', rows: [], fields: [] },
    { command: 'UPDATE', fields: [] },
  ])
  await close(stage)
})
