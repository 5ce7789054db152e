import type { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defineDatabase } from '../../../src/world/databases/define.ts'
import type { LaneLogin } from '../../../src/world/databases/lanes/lane.ts'
import type { DatabaseServer } from '../../../src/world/databases/servers/server.ts'
import { asAdmin, type Lane, openStage, type Stage } from './a-lane.ts'
import { aServer } from './a-server.ts'

const shop = defineDatabase({
  schema: {
    sql: `CREATE SCHEMA side; CREATE TABLE orders (id int PRIMARY KEY, total int); CREATE TABLE side.notes (id int PRIMARY KEY, text text);
      CREATE VIEW totals AS SELECT sum(total) FROM orders; CREATE MATERIALIZED VIEW kept AS SELECT 1 AS one; CREATE SEQUENCE loose;
      CREATE FUNCTION plain() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE TYPE mood AS ENUM ('good');
      CREATE FUNCTION react() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
      CREATE TRIGGER reacts AFTER INSERT ON orders FOR EACH ROW EXECUTE FUNCTION react();
      CREATE POLICY all_of_it ON orders USING (true); CREATE RULE quiet AS ON UPDATE TO side.notes DO ALSO NOTHING`,
  },
  grants: { sql: 'GRANT ALL ON ALL TABLES IN SCHEMA public TO agent; ALTER TABLE side.notes OWNER TO agent' },
})

let server: DatabaseServer
let stage: Stage
let lane: Lane

beforeAll(async () => {
  server = await aServer()
  stage = await openStage(server, shop)
  lane = stage.lanes[0] as Lane
})
afterAll(async () => {
  await stage?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

function login(): LaneLogin {
  return lane.lease().shop as LaneLogin
}

/** Every kind of thing that a catalogue holds, changed. `$lane` is the lane's role, `$agents` holds its rights, `$db` is its database. */
const CHANGES: Readonly<Record<string, string>> = {
  'the owner of a table': 'ALTER TABLE orders OWNER TO $agents',
  'rights on a table': 'GRANT TRUNCATE ON orders TO $agents',
  'rights on a column': 'GRANT REFERENCES (total) ON orders TO $agents',
  'rights taken away': 'REVOKE UPDATE ON orders FROM $agents',
  'row security': 'ALTER TABLE orders ENABLE ROW LEVEL SECURITY',
  'row security for the owner': 'ALTER TABLE orders FORCE ROW LEVEL SECURITY',
  'a policy': 'CREATE POLICY more ON orders USING (true)',
  'a policy that goes': 'DROP POLICY all_of_it ON orders',
  'a rule': 'CREATE RULE loud AS ON DELETE TO orders DO ALSO NOTHING',
  'a rule that is off': 'ALTER TABLE side.notes DISABLE RULE quiet',
  'a trigger of the schema that is off': 'ALTER TABLE orders DISABLE TRIGGER reacts',
  'the journal that is off': 'ALTER TABLE orders DISABLE TRIGGER "!mettle"',
  'all triggers off': 'ALTER TABLE orders DISABLE TRIGGER ALL',
  'a trigger that always fires': 'ALTER TABLE orders ENABLE ALWAYS TRIGGER reacts',
  'a trigger that goes': 'DROP TRIGGER reacts ON orders',
  'the journal that goes': 'DROP TRIGGER "!mettle" ON orders',
  'a trigger more': 'CREATE TRIGGER again AFTER UPDATE ON orders FOR EACH ROW EXECUTE FUNCTION react()',
  'an event trigger that is off': 'ALTER EVENT TRIGGER mettle_ddl DISABLE',
  'an event trigger that is off and on again':
    'ALTER EVENT TRIGGER mettle_ddl DISABLE; DROP POLICY all_of_it ON orders; ALTER EVENT TRIGGER mettle_ddl ENABLE ALWAYS',
  'an event trigger that goes': 'DROP EVENT TRIGGER mettle_drop',
  'an event trigger more': 'CREATE EVENT TRIGGER another ON ddl_command_start EXECUTE FUNCTION mettle.on_ddl()',
  'what the event triggers run': `CREATE OR REPLACE FUNCTION mettle.on_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END'`,
  'what is told by them': `CREATE OR REPLACE FUNCTION mettle.notice(what text) RETURNS void LANGUAGE sql AS ''`,
  'what the journal runs': `CREATE OR REPLACE FUNCTION mettle.log_1() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
  'a function': `CREATE OR REPLACE FUNCTION plain() RETURNS int LANGUAGE sql AS 'SELECT 2'`,
  'a function more': `CREATE FUNCTION other() RETURNS int LANGUAGE sql AS 'SELECT 2'`,
  'rights on a function': 'REVOKE EXECUTE ON FUNCTION plain() FROM PUBLIC',
  'a setting of a function': `ALTER FUNCTION plain() SET work_mem = '1MB'`,
  'the owner of a schema': 'ALTER SCHEMA side OWNER TO $agents',
  'rights on a schema': 'GRANT CREATE ON SCHEMA side TO $agents',
  'a schema more': 'CREATE SCHEMA third',
  'an extension': 'CREATE EXTENSION hstore',
  'default rights': 'ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC',
  'a column': 'ALTER TABLE orders ADD COLUMN more int',
  'a default': 'ALTER TABLE orders ALTER COLUMN total SET DEFAULT 3',
  'a name': 'ALTER TABLE orders RENAME COLUMN total TO sum',
  'an index': 'CREATE INDEX ON orders (total)',
  'a constraint': 'ALTER TABLE orders ADD CHECK (total > 0)',
  'a view': 'CREATE OR REPLACE VIEW totals AS SELECT count(*)::bigint AS sum FROM orders',
  'a materialized view': 'REFRESH MATERIALIZED VIEW kept',
  'how a sequence counts': 'ALTER SEQUENCE loose INCREMENT BY 2',
  'a type': `ALTER TYPE mood ADD VALUE 'bad'`,
  'a domain': 'CREATE DOMAIN small AS int CHECK (VALUE < 9)',
  'a cast': 'CREATE CAST (mood AS int) WITH INOUT',
  'an operator': 'CREATE OPERATOR === (LEFTARG = int, RIGHTARG = int, FUNCTION = int4eq)',
  'an aggregate': 'CREATE AGGREGATE total (int) (SFUNC = int4pl, STYPE = int)',
  'a collation': `CREATE COLLATION other FROM "C"`,
  statistics: 'CREATE STATISTICS pair ON id, total FROM orders',
  'a comment': `COMMENT ON TABLE orders IS 'x'`,
  'a publication': 'CREATE PUBLICATION told FOR TABLE orders',
  'a foreign server': 'CREATE FOREIGN DATA WRAPPER away',
  'a table made of a query': 'SELECT * INTO copied FROM orders',
  'what is owned, handed over': 'REASSIGN OWNED BY $agents TO $lane',
  'what is owned, dropped': 'DROP OWNED BY $agents',
  'in the role of a replica':
    'SET session_replication_role = replica; ALTER TABLE orders DISABLE TRIGGER reacts; RESET session_replication_role',
  'a large object': 'SELECT lo_create(0)',
  'the owner of the database': 'ALTER DATABASE $db OWNER TO $agents',
  'rights on the database': 'GRANT CREATE ON DATABASE $db TO $lane',
  'connections to the database': 'ALTER DATABASE $db CONNECTION LIMIT 3',
  'a setting of the database': `ALTER DATABASE $db SET work_mem = '1MB'`,
  'who the role is': 'ALTER ROLE $lane CREATEDB',
  'how often the role may come': 'ALTER ROLE $lane CONNECTION LIMIT 3',
  'a setting of the role': `ALTER ROLE $lane SET work_mem = '1MB'`,
  'a setting of the role here': `ALTER ROLE $lane IN DATABASE $db SET work_mem = '1MB'`,
  'what the role is a member of': 'GRANT pg_monitor TO $lane',
  'who is a member of the role': 'GRANT $lane TO $owner',
}

/** What the database itself does not put back. */
const AFTER: Readonly<Record<string, string>> = {
  'who the role is': 'ALTER ROLE $lane NOCREATEDB',
  'how often the role may come': 'ALTER ROLE $lane CONNECTION LIMIT 16',
  'what the role is a member of': 'REVOKE pg_monitor FROM $lane',
  'who is a member of the role': 'REVOKE $lane FROM $owner',
  'what is owned, dropped': 'GRANT CONNECT ON DATABASE $db TO $agents',
}

function named(sql: string): string {
  const { agents, owner } = stage.template
  const names = { $lane: login().user, $db: login().database, $agents: agents, $owner: owner }
  return sql.replace(/\$(lane|db|agents|owner)\b/g, (name) => `"${names[name as keyof typeof names]}"`)
}

async function asked<T>(work: (admin: Client) => Promise<T>): Promise<T> {
  const admin = await asAdmin(server, login().database)
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

test.each(Object.keys(CHANGES))('a lane is made anew behind a change of %s', async (what) => {
  await asked((admin) => admin.query(named(CHANGES[what] ?? '')))
  expect(await lane.release({ sessions: 'ended' })).toMatchObject({ reset: 'clone', problems: [] })
  if (AFTER[what]) await asked((admin) => admin.query(named(AFTER[what] ?? '')))
  await lane.release({ sessions: 'ended' })
  expect(await lane.verify()).toEqual([])
})

test('what changes nothing of it is put back by the journal', async () => {
  const nothing = [
    'INSERT INTO orders VALUES (1, 1)',
    'VACUUM ANALYZE orders',
    'CREATE TEMP TABLE t (id int); CREATE INDEX ON t (id); DROP TABLE t',
    `SELECT nextval('loose')`,
    'ALTER ROLE $lane PASSWORD NULL',
    `ALTER ROLE $lane VALID UNTIL '2000-01-01'`,
  ]
  for (const sql of nothing) {
    await asked((admin) => admin.query(named(sql)))
    expect(await lane.release({ sessions: 'ended' }), sql).toMatchObject({ reset: 'journal', problems: [] })
  }
})

test.each([`UPDATE pg_trigger SET tgenabled = 'D' WHERE tgname = 'reacts'`, 'REASSIGN OWNED BY $owner TO $agents'])(
  'control: what only a superuser can do, and nobody tells of, is found at the end: %s',
  async (sql) => {
    await asked((admin) => admin.query(named(sql)))
    expect(await lane.release({ sessions: 'ended' })).toMatchObject({ reset: 'journal' })
    expect(await lane.verify()).toEqual(['shop: the catalogue'])
    await asked((admin) => admin.query('CREATE TABLE noticed ()'))
    expect(await lane.release({ sessions: 'ended' })).toMatchObject({ reset: 'clone' })
  },
)
