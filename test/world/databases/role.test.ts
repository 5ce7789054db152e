import type { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { defineDatabase } from '../../../src/world/databases/define.ts'
import { FORGET } from '../../../src/world/databases/lanes/forget.ts'
import type { LaneLogin } from '../../../src/world/databases/lanes/lane.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { asAdmin, type Lane, logIn, openStage, type Stage } from './a-lane.ts'
import { aServer } from './a-server.ts'
import { differing, dump } from './dump.ts'

const shop = defineDatabase({
  schema: {
    sql: `CREATE TABLE orders (id int PRIMARY KEY, total numeric(12, 2), at timestamptz DEFAULT now());
      CREATE FUNCTION as_owner(command text) RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN EXECUTE command; END $$;`,
  },
  rows: { sql: `INSERT INTO orders (id, total) VALUES (1, 10), (2, 20)` },
})

let server: DatabaseServer
let stage: Stage
let lane: Lane
let other: Lane
let superuser: Client
let roles: string

beforeAll(async () => {
  server = await aServer()
  stage = await openStage(server, shop, { lanes: 2 })
  ;[lane, other] = stage.lanes as [Lane, Lane]
  superuser = await asAdmin(server)
  await superuser.query(`CREATE DATABASE control TEMPLATE ${stage.template.database}`)
  await superuser.end()
  superuser = await asAdmin(server, 'control')
  roles = await rolesText()
})

afterAll(async () => {
  await superuser?.end()
  const admin = await asAdmin(server)
  await admin.query('DROP DATABASE IF EXISTS control WITH (FORCE)')
  await admin.end()
  await stage?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

let agent: Client

beforeEach(async () => {
  agent = await logIn(login())
  return async () => {
    await agent.end().catch(() => {})
    const released = await lane.release({ sessions: 'ended' })
    expect(released.problems).toEqual([])
    expect(await rolesText(), 'roles are as they were').toBe(roles)
    expect(await lane.verify()).toEqual([])
  }
})

function login(of = lane): LaneLogin {
  return of.lease().shop as LaneLogin
}

/** `$me` is the lane's role, `$other` another lane's, `$db` the lane's database, `$agents` and `$owner` are roles of the template. */
function named(sql: string): string {
  const { agents, owner } = stage.template
  const names = { $me: login().user, $other: login(other).user, $db: login().database, $agents: agents, $owner: owner }
  return sql.replace(/\$(me|other|db|agents|owner)\b/g, (name) => names[name as keyof typeof names])
}

/** What is not in any one database: roles without their passwords, their settings and memberships, databases. */
async function rolesText(): Promise<string> {
  const { rows } = await superuser.query<{ text: string }>(`SELECT concat_ws(E'\\n',
    (SELECT string_agg(concat_ws(' ', rolname, rolsuper, rolcreaterole, rolcreatedb, rolcanlogin, rolreplication, rolbypassrls, rolconnlimit, rolvaliduntil), E'\\n' ORDER BY rolname) FROM pg_roles),
    (SELECT string_agg(concat_ws(' ', d.datname, r.rolname, s.setconfig), E'\\n' ORDER BY d.datname, r.rolname) FROM pg_db_role_setting s LEFT JOIN pg_database d ON d.oid = s.setdatabase LEFT JOIN pg_roles r ON r.oid = s.setrole),
    (SELECT string_agg(concat_ws(' ', roleid::regrole, member::regrole), E'\\n' ORDER BY roleid, member) FROM pg_auth_members),
    (SELECT string_agg(datname, ' ' ORDER BY datname) FROM pg_database)) AS text`)
  return rows[0]?.text ?? ''
}

/** Statements that the agent is refused, with what the server says; a superuser can run each. */
const REFUSED: Readonly<Record<string, { sql: string; code: string; control?: string }>> = {
  'SET ROLE to the administrator': { sql: 'SET ROLE postgres', code: '42501' },
  'SET ROLE to the role that holds its rights': { sql: 'SET ROLE $agents', code: '42501' },
  'SET ROLE to the owner': { sql: 'SET ROLE $owner', code: '42501' },
  'SET SESSION AUTHORIZATION': { sql: 'SET SESSION AUTHORIZATION $other', code: '42501' },
  'COPY to a program': { sql: `COPY (SELECT 1) TO PROGRAM 'cat > /dev/null'`, code: '42501' },
  'COPY from a file': { sql: `CREATE TEMP TABLE f (l text); COPY f FROM '/etc/hostname'`, code: '42501' },
  pg_read_file: { sql: `SELECT pg_read_file('/etc/hostname')`, code: '42501' },
  pg_ls_dir: { sql: `SELECT pg_ls_dir('/')`, code: '42501' },
  lo_create: { sql: 'SELECT lo_create(0)', code: '42501' },
  lo_import: { sql: `SELECT lo_import('/etc/hostname')`, code: '42501' },
  lo_from_bytea: { sql: `SELECT lo_from_bytea(0, 'x')`, code: '42501' },
  'reading the journal': { sql: 'SELECT * FROM mettle.journal', code: '42501' },
  'reading the pristine copy': { sql: 'SELECT * FROM mettle.base_1', code: '42501' },
  'reading the secret': { sql: 'SELECT value FROM mettle.secret', code: '42501' },
  'writing the journal': { sql: 'DELETE FROM mettle.journal', code: '42501' },
  'calling put_back': { sql: 'SELECT mettle.put_back()', code: '42501' },
  session_replication_role: { sql: 'SET session_replication_role = replica', code: '42501' },
  event_triggers: { sql: 'SET event_triggers = off', code: '42501' },
  'DISABLE TRIGGER': {
    sql: 'ALTER TABLE orders DISABLE TRIGGER "!mettle"; ALTER TABLE orders ENABLE TRIGGER "!mettle"',
    code: '42501',
  },
  'DROP TRIGGER': { sql: 'BEGIN; DROP TRIGGER "!mettle" ON orders; ROLLBACK', code: '42501' },
  'DROP TABLE': { sql: 'BEGIN; DROP TABLE orders; ROLLBACK', code: '42501' },
  'TRUNCATE without the right': { sql: 'BEGIN; TRUNCATE orders; ROLLBACK', code: '42501' },
  'CREATE TABLE': { sql: 'BEGIN; CREATE TABLE public.t (id int); ROLLBACK', code: '42501' },
  'CREATE FUNCTION': {
    sql: `BEGIN; CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ROLLBACK`,
    code: '42501',
  },
  'CREATE OPERATOR': {
    sql: 'BEGIN; CREATE OPERATOR public.=== (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq); ROLLBACK',
    code: '42501',
  },
  'CREATE CAST': {
    sql: 'BEGIN; CREATE CAST (text AS int) WITH INOUT; ROLLBACK',
    code: '42501',
    control: 'BEGIN; CREATE CAST (text AS int) WITH INOUT; ROLLBACK',
  },
  'CREATE SCHEMA': { sql: 'BEGIN; CREATE SCHEMA s; ROLLBACK', code: '42501' },
  'CREATE EVENT TRIGGER': {
    sql: 'BEGIN; CREATE EVENT TRIGGER e ON ddl_command_end EXECUTE FUNCTION mettle.on_ddl(); ROLLBACK',
    code: '42501',
  },
  'CREATE EXTENSION dblink': { sql: 'BEGIN; CREATE EXTENSION dblink; ROLLBACK', code: '42501' },
  'CREATE EXTENSION file_fdw': { sql: 'BEGIN; CREATE EXTENSION file_fdw; ROLLBACK', code: '42501' },
  'CREATE a trusted extension': { sql: 'BEGIN; CREATE EXTENSION hstore; ROLLBACK', code: '42501' },
  'CREATE DATABASE': { sql: 'CREATE DATABASE mine', code: '42501', control: 'SELECT 1' },
  'CREATE ROLE': { sql: 'BEGIN; CREATE ROLE mine; ROLLBACK', code: '42501' },
  'GRANT of its own role': { sql: 'BEGIN; GRANT $me TO $other; ROLLBACK', code: '42501' },
  'ALTER ROLE of another': {
    sql: `BEGIN; ALTER ROLE $other SET work_mem = '1MB'; ROLLBACK`,
    code: '42501',
  },
  'ALTER ROLE to superuser': { sql: 'BEGIN; ALTER ROLE $me SUPERUSER; ROLLBACK', code: '42501' },
  'ALTER SYSTEM': { sql: `ALTER SYSTEM SET work_mem = '4MB'`, code: '42501', control: 'ALTER SYSTEM RESET work_mem' },
  'ALTER DATABASE': {
    sql: `ALTER DATABASE $db SET work_mem = '4MB'`,
    code: '42501',
    control: 'ALTER DATABASE $db RESET work_mem',
  },
  'the owner through a function, to disable triggers of the system': {
    sql: `SELECT as_owner('SET LOCAL session_replication_role = replica')`,
    code: '42501',
    control: 'BEGIN; SET LOCAL session_replication_role = replica; ROLLBACK',
  },
  'the owner through a function, to read the secret': {
    sql: `SELECT as_owner('SELECT * FROM mettle.secret')`,
    code: '42501',
    control: 'SELECT * FROM mettle.secret',
  },
  'PREPARE TRANSACTION': {
    sql: `BEGIN; PREPARE TRANSACTION 'x'`,
    code: '55000',
    control: 'SHOW max_prepared_transactions',
  },
  'pg_terminate_backend of the administrator': {
    sql: `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'postgres'`,
    code: '42501',
    control: 'SELECT pg_terminate_backend(0)',
  },
}

for (const [what, { sql, code, control }] of Object.entries(REFUSED)) {
  it(`is refused: ${what}`, async () => {
    // Not refused to a superuser: the statement is right, and it is the role that makes the difference.
    await expect(superuser.query(named(control ?? sql)), 'a superuser can').resolves.toBeDefined()
    await superuser.query('ROLLBACK; RESET ALL; RESET SESSION AUTHORIZATION; RESET ROLE; DROP TABLE IF EXISTS f')
    await expect(agent.query(named(sql))).rejects.toMatchObject({ code })
  })
}

it('is refused: another lane’s database, the templates and the administrator’s', async () => {
  const foreign = [login(other).database, stage.template.database, 'postgres', 'template1']
  for (const database of foreign) {
    await expect(logIn({ ...login(), database }), database).rejects.toMatchObject({
      code: database === stage.template.database ? '55000' : '42501',
    })
  }
  await (await logIn({ ...login(other) })).end()
})

it('is refused: its own password once the trial is over, and the secret', async () => {
  const [old, wrong] = [login(), [{ code: '42501' }, { code: '42501' }]]
  await agent.query('SELECT mettle_seam.changes($1, 0)', [old.secret])
  await agent.end()
  await lane.release({ sessions: 'ended' })
  await expect(logIn(old)).rejects.toMatchObject({ code: '28P01' })
  agent = await logIn(login())
  for (const [at, secret] of [old.secret, ''].entries()) {
    await expect(agent.query('SELECT mettle_seam.changes($1, 0)', [secret])).rejects.toMatchObject(wrong[at] ?? {})
  }
  await expect(agent.query('SELECT mettle_seam.changes(NULL, 0)')).rejects.toMatchObject({ code: '42501' })
})

it('sees nothing of what other lanes ask', async () => {
  const neighbour = await logIn(login(other))
  await neighbour.query(`SELECT 'a secret of theirs'`)
  const texts = async (client: Client) =>
    (await client.query<{ query: string }>('SELECT query FROM pg_stat_activity')).rows.map(({ query }) => query)
  expect(await texts(superuser)).toContain(`SELECT 'a secret of theirs'`)
  expect(await texts(agent)).not.toContain(`SELECT 'a secret of theirs'`)
  await expect(
    agent.query('SELECT pg_terminate_backend($1)', [(neighbour as unknown as { processID: number }).processID]),
  ).rejects.toMatchObject({ code: '42501' })
  await expect(
    agent.query('SELECT pg_cancel_backend($1)', [(neighbour as unknown as { processID: number }).processID]),
  ).rejects.toMatchObject({ code: '42501' })
  await neighbour.end()
})

it('stays in no other role after RESET ROLE', async () => {
  await agent.query('RESET ROLE; RESET SESSION AUTHORIZATION')
  const { rows } = await agent.query('SELECT current_user AS now, session_user AS logged_in')
  expect(rows).toEqual([{ now: login().user, logged_in: login().user }])
})

/** What a role may do, and what must be gone when its trial is over. */
const UNDONE: Readonly<Record<string, { sql: string; reset?: 'journal' | 'clone' }>> = {
  'SET statement_timeout': { sql: 'SET statement_timeout = 1' },
  'a setting of its role': { sql: `ALTER ROLE CURRENT_USER SET statement_timeout = '1ms'`, reset: 'clone' },
  'a setting of its role in this database': {
    sql: `ALTER ROLE CURRENT_USER IN DATABASE $db SET search_path = pg_temp`,
    reset: 'clone',
  },
  'its password': { sql: `ALTER ROLE CURRENT_USER PASSWORD 'known'` },
  'advisory locks': { sql: 'SELECT pg_advisory_lock(7)' },
  'temporary tables': { sql: 'CREATE TEMP TABLE orders AS SELECT 1 AS shadow' },
  'temporary functions': { sql: `CREATE FUNCTION pg_temp.now() RETURNS int LANGUAGE sql AS 'SELECT 1'` },
  LISTEN: { sql: 'LISTEN x' },
  'a held cursor': { sql: 'BEGIN; DECLARE c CURSOR WITH HOLD FOR SELECT 1; COMMIT' },
  'a prepared statement': { sql: 'PREPARE p AS SELECT 1' },
  'an open transaction': { sql: 'BEGIN; UPDATE orders SET total = 0' },
  'a search_path that shadows': { sql: 'SET search_path = pg_temp, public' },
  'default privileges': { sql: 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC', reset: 'clone' },
  'triggers that their owner switched off': {
    sql: `SELECT as_owner('ALTER TABLE orders DISABLE TRIGGER USER'); UPDATE orders SET total = 0`,
    reset: 'clone',
  },
  'a table that the owner dropped': { sql: `SELECT as_owner('DROP TABLE orders')`, reset: 'clone' },
  'the time of the trial': { sql: `SET mettle.now = '2001-01-01'` },
}

for (const [what, { sql, reset = 'journal' }] of Object.entries(UNDONE)) {
  for (const sessions of ['kept', 'ended'] as const) {
    it(`is undone, sessions ${sessions}: ${what}`, async () => {
      const before = await sees(await asAdmin(server, login().database))
      await agent.query(named(sql))
      // A worker that forgets to discard does not keep the session.
      expect(await lane.release({ sessions })).toMatchObject({ reset, problems: [] })
      await expect(agent.query('SELECT 1'), 'its session is ended').rejects.toThrow()
      await expect(logIn({ ...login(), password: 'known' })).rejects.toMatchObject({ code: '28P01' })
      agent = await logIn(login())
      expect((await agent.query(`SHOW statement_timeout`)).rows).toEqual([{ statement_timeout: '0' }])
      expect((await agent.query(`SELECT sum(total)::text AS sum, count(*)::int AS n FROM orders`)).rows).toEqual([
        { sum: '30.00', n: 2 },
      ])
      expect((await agent.query(`SELECT count(*)::int AS n FROM pg_locks WHERE locktype = 'advisory'`)).rows).toEqual([
        { n: 0 },
      ])
      expect(differing(await sees(await asAdmin(server, login().database)), before)).toEqual([])
      expect(await rolesText()).toBe(roles)
    })
  }
}

it('cannot make the journal run its code with an administrator’s rights', async () => {
  // Through a function that gives it all that the owner may do: a type of its own, with a cast that the journal's image calls.
  const owner = (sql: string) => agent.query('SELECT as_owner($1)', [sql])
  await owner(`CREATE TYPE mine AS ENUM ('x')`)
  await owner(
    `CREATE FUNCTION gotcha(mine) RETURNS json LANGUAGE plpgsql AS $$ BEGIN RETURN to_json(concat_ws(' ', current_user, (SELECT rolsuper FROM pg_roles WHERE rolname = current_user))); END $$`,
  )
  await owner('CREATE CAST (mine AS json) WITH FUNCTION gotcha(mine)')
  await owner('ALTER TABLE orders ADD COLUMN bait mine')
  await agent.query(`UPDATE orders SET bait = 'x' WHERE id = 1`)
  const { rows } = await agent.query<{ text: string }>('SELECT mettle_seam.changes($1, 0) AS text', [login().secret])
  expect(rows[0]?.text, 'it is called').toContain(`"bait": "${stage.template.writer} f"`)
  await agent.end()
  expect(await lane.release({ sessions: 'ended' })).toMatchObject({ reset: 'clone', problems: [] })
})

it('a session that has forgotten everything is kept; one that did anything after is not', async () => {
  const held = `SELECT (SELECT count(*) FROM pg_listening_channels())::int AS channels,
    (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory')::int AS locks, (SELECT count(*) FROM pg_cursors WHERE is_holdable)::int AS cursors,
    (SELECT count(*) FROM pg_prepared_statements)::int AS prepared, to_regclass('pg_temp.t') IS NOT NULL AS temporary,
    current_setting('default_transaction_read_only') || current_setting('statement_timeout') AS settings`
  await agent.query(`LISTEN x; SET statement_timeout = 5000; SELECT pg_advisory_lock(1); CREATE TEMP TABLE t AS SELECT 1 AS id;
    CREATE TEMP SEQUENCE s; SELECT nextval('s'); PREPARE p AS SELECT 1; DECLARE c CURSOR WITH HOLD FOR SELECT 1; SET default_transaction_read_only = on`)
  const full = { channels: 1, locks: 1, cursors: 1, prepared: 1, temporary: true, settings: 'on5s' }
  expect((await agent.query(held)).rows).toEqual([full])
  await agent.query(FORGET)
  await lane.release({ sessions: 'kept' })
  const empty = { channels: 0, locks: 0, cursors: 0, prepared: 0, temporary: false, settings: 'off0' }
  expect((await agent.query(held)).rows).toEqual([empty])
  await expect(agent.query('SELECT lastval()')).rejects.toThrow('lastval is not yet defined')
  await agent.query(FORGET)
  await agent.query('LISTEN y')
  await lane.release({ sessions: 'kept' })
  await expect(agent.query('SELECT 1')).rejects.toThrow()
})

async function sees(client: Client): Promise<string[]> {
  try {
    return await dump(client)
  } finally {
    await client.end()
  }
}
