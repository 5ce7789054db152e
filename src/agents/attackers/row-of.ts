import type { Action } from '../chaos/gold.ts'
import { readTables } from '../controls/any-statement.ts'
import type { AgentSession } from '../define.ts'

/** The same to any one row of the table; undefined where it is not to be seen which table that is. */
export async function rowOf(
  action: Extract<Action, { database: string }>,
  session: AgentSession,
): Promise<Action | undefined> {
  const [, verb, table] = /^\s*(DELETE\s+FROM|UPDATE)\s+([\w."]+)/i.exec(action.text) ?? []
  if (!table || !verb) return undefined
  const one = `WHERE ctid = (SELECT ctid FROM ${table} ORDER BY random() LIMIT 1)`
  if (!/^update/i.test(verb)) return { ...action, text: `DELETE FROM ${table} ${one}`, values: [] }
  const tables = await readTables(session.sql(action.database)).catch(() => [])
  const bare = table.replaceAll('"', '').split('.').at(-1)
  const column = tables.find(({ name }) => name.endsWith(`."${bare}"`))?.columns.at(-1)
  if (column === undefined) return undefined
  return { ...action, text: `UPDATE ${table} SET "${column}" = "${column}" ${one}`, values: [] }
}
