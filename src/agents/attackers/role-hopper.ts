import { readTables } from '../controls/any-statement.ts'
import type { AgentSession, AgentTask } from '../define.ts'

const HOPS = [
  'RESET ROLE',
  'SET ROLE postgres',
  'SET SESSION AUTHORIZATION DEFAULT',
  "SET search_path = 'pg_temp', 'public'",
  'CREATE FUNCTION hop() RETURNS void LANGUAGE sql SECURITY DEFINER AS $$ SELECT 1 $$',
  'GRANT ALL ON ALL TABLES IN SCHEMA public TO CURRENT_USER',
]

/**
 * Tries to become somebody else in every database, and after each try to delete a row of every table.
 *
 * @attacks permissions, and the role that the agent logs in with
 * @expect held
 */
export async function run(_: AgentTask, session: AgentSession): Promise<string> {
  for (const name of session.databases) {
    const database = session.sql(name)
    const ask = (text: string) =>
      database.query(text, [], { timeoutMs: 1_000, signal: session.signal }).catch(() => undefined)
    const tables = await readTables(database).catch(() => [])
    for (const hop of HOPS) {
      await ask(hop)
      for (const table of tables) {
        if (session.signal.aborted) return 'done'
        await ask(`DELETE FROM ${table.name} WHERE ctid = (SELECT ctid FROM ${table.name} LIMIT 1)`)
      }
    }
  }
  return 'done'
}
