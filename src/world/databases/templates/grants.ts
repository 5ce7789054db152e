import type { Client } from 'pg'
import { UsageError } from '../../../kernel/errors.ts'
import type { Database } from '../define.ts'
import { quote } from '../journal/quote.ts'
import type { Template } from './names.ts'
import { describeSqlError } from './sql-source.ts'

const SCHEMAS = `SELECT nspname AS name FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname !~ '^(pg_|mettle(_|$))'`

/** Large objects are seen by no trigger. */
const LARGE_OBJECTS = `
DO $$ DECLARE f regprocedure; BEGIN
  FOR f IN SELECT oid FROM pg_proc WHERE pronamespace = 'pg_catalog'::regnamespace AND (proname ~ '^lo_' OR proname IN ('loread', 'lowrite')) LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
END $$`

/**
 * What the schema made belongs to a role that is no superuser: a function that runs with its owner's rights must not be a way to
 * switch the journal off. Members of extensions stay as they are.
 */
const HAND_OVER = `
DO $$ DECLARE r record; owner text := current_setting('mettle.owner'); BEGIN
  FOR r IN SELECT n.oid, n.nspname FROM pg_namespace n WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^(pg_|mettle(_|$))' LOOP
    IF r.nspname = 'public' THEN EXECUTE format('GRANT ALL ON SCHEMA public TO %I', owner);
    ELSE EXECUTE format('ALTER SCHEMA %I OWNER TO %I', r.nspname, owner); END IF;
  END LOOP;
  FOR r IN SELECT c.oid::regclass AS name, c.relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'S') AND n.nspname <> 'information_schema' AND n.nspname !~ '^(pg_|mettle(_|$))'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
      AND (d.deptype = 'e' OR c.relkind = 'S' AND d.deptype IN ('a', 'i'))) LOOP
    EXECUTE format('ALTER %s %s OWNER TO %I', CASE r.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, r.name, owner);
  END LOOP;
  FOR r IN SELECT p.oid::regprocedure AS name FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname <> 'information_schema' AND n.nspname !~ '^(pg_|mettle(_|$))' AND p.prokind <> 'a'
    AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e') LOOP
    EXECUTE format('ALTER ROUTINE %s OWNER TO %I', r.name, owner);
  END LOOP;
END $$`

/** Gives what the schema made to its owner, and to the agents what the scenario grants. */
export async function applyGrants(
  client: Client,
  name: string,
  names: Template,
  grants: Database['grants'],
): Promise<void> {
  await client.query('SELECT set_config($1, $2, false)', ['mettle.owner', names.owner])
  await client.query(HAND_OVER)
  await client.query(LARGE_OBJECTS)
  if (typeof grants === 'object') return grantAsWritten(client, name, names, grants.sql)
  const { rows } = await client.query<{ name: string }>(SCHEMAS)
  const rights = grants === 'read-only' ? 'SELECT' : 'SELECT, INSERT, UPDATE, DELETE'
  for (const schema of rows.map(({ name }) => quote(name))) {
    const to = `TO ${quote(names.agents)}`
    await client.query(`GRANT USAGE ON SCHEMA ${schema} ${to}; GRANT ${rights} ON ALL TABLES IN SCHEMA ${schema} ${to}`)
    if (grants === 'read-write') await client.query(`GRANT USAGE ON ALL SEQUENCES IN SCHEMA ${schema} ${to}`)
  }
}

/** The text says `agent`. The role has this name for as long as the transaction lasts, and nobody else sees it. */
async function grantAsWritten(client: Client, name: string, { agents }: Template, sql: string): Promise<void> {
  const rename = (from: string, to: string) => `ALTER ROLE ${quote(from)} RENAME TO ${quote(to)}`
  await client.query(`BEGIN; ${rename(agents, 'agent')}`).catch((thrown: Error) => {
    throw new UsageError(
      `Failed to grant what the agent may do in database "${name}": ${thrown.message}. The server must not have a role "agent".`,
    )
  })
  try {
    const before = await transaction(client)
    await client.query(sql)
    if ((await transaction(client)) !== before) throw new Error('it ends its transaction')
    await client.query(`${rename('agent', agents)}; COMMIT`)
  } catch (thrown) {
    await client.query('ROLLBACK')
    await client.query(rename('agent', agents)).catch(() => {})
    throw new UsageError(
      `Failed to grant what the agent may do in database "${name}": ${describeSqlError(thrown, sql)}`,
    )
  }
}

async function transaction(client: Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>('SELECT pg_current_xact_id()::text AS id')
  return rows[0]?.id ?? ''
}
