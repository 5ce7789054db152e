import { z } from 'zod'
import type { SqlToolDoor, ToolDoor } from '../boundary/tool-world.ts'
import { messageOf } from '../kernel/errors.ts'
import { copyJson, type Json, parseStrict } from '../kernel/json.ts'
import { readMoney } from '../kernel/money.ts'
import { declare, type FindTarget } from './declaration.ts'
import { type SqlTool, type Tool, ToolRefusal } from './tool.ts'

/** A tool as channels use it. */
export function toolDoor(name: string, tool: Tool<unknown>, targetOf: FindTarget): ToolDoor {
  return {
    name,
    description: tool.description,
    inputSchema: z.toJSONSchema(tool.input, { io: 'input' }) as Json,
    access: tool.access ?? 'unknown',
    parse: (input) => readInput(tool, input),
    declare: (input) => declare(tool, input, targetOf),
    execute: async ({ input, malformed, signal, progress = () => {} }) => {
      if (malformed) return failure('invalid_input', malformed)
      // The call is as it was decided on; a handler may do what it likes with its own.
      const result = await tool.handler(copyJson(input), { signal, progress })
      if (result instanceof ToolRefusal) return failure('refused', result.message)
      const metering = tool.actual && { metering: { actual: readMoney(tool.actual(result as never)) } }
      return { kind: 'ok', output: { content: (result ?? null) as Json }, ...metering }
    },
  }
}

/** A tool that is a statement, as channels use it. */
export function sqlToolDoor(name: string, { description, input, database, statement }: SqlTool<unknown>): SqlToolDoor {
  return {
    name,
    description,
    inputSchema: z.toJSONSchema(input, { io: 'input' }) as Json,
    database,
    parse: (raw) => readInput({ input }, raw),
    statement,
  }
}

/**
 * Defaults filled in, as a copy that is plain JSON: what guards look at is what will run, and the agent holds no
 * reference to it.
 */
function readInput(tool: Pick<Tool<unknown>, 'input'>, raw: Json): { input: Json; malformed?: string } {
  let input: Json = null
  try {
    input = parseStrict(JSON.stringify(raw ?? null))
    const parsed = tool.input.safeParse(input)
    if (!parsed.success) return { input, malformed: z.prettifyError(parsed.error) }
    return { input: parseStrict(JSON.stringify(parsed.data ?? null)) }
  } catch (thrown) {
    return { input, malformed: messageOf(thrown) }
  }
}

function failure(code: string, message: string) {
  return { kind: 'error', output: { content: { error: { code, message } } } } as const
}
