import { isHttpOutput } from '../../boundary/reply.ts'
import type { Door, Seam } from '../../boundary/seam.ts'
import type { SqlDatabase } from '../../boundary/sql-database.ts'
import type { SqlToolDoor, ToolDoor } from '../../boundary/tool-world.ts'
import { digest, type Json } from '../../kernel/json.ts'
import { SqlError } from '../sql/door.ts'

/** What a tool's call gives back to an agent in this process. */
export interface ToolAnswer {
  content: Json
  isError: boolean
}

/** A tool as a function across the seam. @throws {Error} code ECONNRESET or ETIMEDOUT, where the transport breaks. */
export function toolFunction(
  tool: ToolDoor,
  seam: Seam,
  principal: string,
  trialSignal: AbortSignal,
): (input: Json, options?: { signal?: AbortSignal }) => Promise<ToolAnswer> {
  const schema = digest(tool.inputSchema).slice(0, 8)
  return async (raw, { signal = trialSignal } = {}) => {
    const { input, malformed } = tool.parse(raw)
    const declared = malformed === undefined ? tool.declare(input) : { items: 1, malformed }
    const { access, name } = tool
    const proposal = {
      channel: 'tool',
      target: `tool ${name}`,
      schema,
      access,
      principal,
      input,
      signal,
      ...declared,
    } as const
    return seam.cross(proposal, toolCallDoor(tool))
  }
}

/** A tool that is a statement. What it answers are the rows, or how many it changed. */
export function sqlToolFunction(
  tool: SqlToolDoor,
  database: SqlDatabase,
): (input: Json, options?: { signal?: AbortSignal }) => Promise<ToolAnswer> {
  return async (raw, options = {}) => {
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
  }
}

function toolCallDoor(tool: ToolDoor): Door<ToolAnswer> {
  return {
    execute: (call) => tool.execute(call),
    read: (output) => (isHttpOutput(output) ? null : output.content),
    render: (reply) => {
      if (reply.kind === 'broken') {
        const { how } = reply
        const give = (): ToolAnswer => {
          throw Object.assign(
            new Error(how === 'no-reply' ? 'The tool did not answer' : 'The connection to the tool broke'),
            {
              code: how === 'no-reply' ? 'ETIMEDOUT' : 'ECONNRESET',
            },
          )
        }
        return { seen: { outcome: 'broken', how }, give }
      }
      const content = isHttpOutput(reply.output) ? null : reply.output.content
      const isError = reply.kind === 'error'
      return { seen: { outcome: reply.kind, output: content }, give: () => ({ content, isError }) }
    },
  }
}
