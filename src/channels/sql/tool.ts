import type { SessionTool } from '../../boundary/channel.ts'
import type { SqlDatabase } from '../../boundary/sql-database.ts'
import type { SqlToolDoor } from '../../boundary/tool-world.ts'
import { SqlError } from './door.ts'

/** A tool that is a statement. What it answers are the rows, or how many it changed. */
export function sqlTool(tool: SqlToolDoor, database: SqlDatabase): SessionTool {
  const { description, inputSchema } = tool
  return {
    description,
    inputSchema,
    call: async (raw, options = {}) => {
      const { input, malformed } = tool.parse(raw)
      if (malformed !== undefined)
        return { content: { error: { code: 'invalid_input', message: malformed } }, isError: true }
      const { text, values = [], reason } = tool.statement(input)
      try {
        const { rows, rowCount } = await database.query(text, values, { ...options, ...(reason && { reason }) })
        return { content: rows.length > 0 ? { rows } : { rows, rowCount }, isError: false }
      } catch (thrown) {
        if (!(thrown instanceof SqlError)) throw thrown
        return { content: { error: { code: thrown.code, message: thrown.message } }, isError: true }
      }
    },
  }
}
