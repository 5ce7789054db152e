import { type ChannelStage, defineChannel, type SessionTool } from '../boundary/channel.ts'
import type { Refusal } from '../boundary/refusal.ts'
import type { SqlFailure } from '../boundary/reply.ts'
import type { SqlDatabase } from '../boundary/sql-database.ts'
import { suggest } from '../kernel/nearest.ts'
import { sqlAsking } from './sql/asking.ts'
import { sqlDatabase } from './sql/client.ts'
import { servePostgres } from './sql/postgres/server.ts'
import { sqlTool } from './sql/tool.ts'

/** Statements to the world's databases. What a statement changed is looked at before it stays. */
export const sql = defineChannel({
  name: 'sql',
  summary: 'Statements to the databases of the world.',
  holdsEffects: true,
  isAction: true,
  asking: sqlAsking,
  refuse: (_, refusal) => ({ kind: 'error', output: { content: sqlFailureOf(refusal) } }),
  open: (stage) => {
    const databases = new Map(Object.entries(stage.databases).map(([name, one]) => [name, sqlDatabase(one, stage)]))
    const known = [...databases.keys()]
    return {
      session: {
        databases: known,
        sql: (name) => databases.get(name) ?? noDatabase(name, known),
        tools: sqlTools(stage, databases),
      },
      env: {},
      close: () => {},
    }
  },
  serve: servePostgres,
})

/** Tools whose call is a statement: it crosses as that statement. */
function sqlTools({ world }: ChannelStage, databases: ReadonlyMap<string, SqlDatabase>): Record<string, SessionTool> {
  const found = world.sqlTools.flatMap((tool) => {
    const database = databases.get(tool.database)
    return database ? [[tool.name, sqlTool(tool, database)] as const] : []
  })
  return Object.fromEntries(found)
}

function noDatabase(name: string, known: string[]): never {
  throw new Error(`There is no database "${name}" in this world.${suggest(name, known)}`)
}

/** Source: PostgreSQL's manual, appendix A, "PostgreSQL Error Codes". */
const SQL_STATES: Readonly<Record<number, string>> = {
  401: '28000',
  403: '42501',
  404: '42P01',
  429: '53300',
  503: '57P03',
}

/** How a database says no: with the SQLSTATE that fits, 'internal_error' where none does. */
function sqlFailureOf({ sqlState, status, message }: Refusal): SqlFailure {
  return { code: sqlState ?? SQL_STATES[status] ?? 'XX000', message }
}
