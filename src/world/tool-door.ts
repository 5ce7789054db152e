import { z } from 'zod'
import type { ToolDoor } from '../boundary/tool-world.ts'
import type { Json } from '../kernel/json.ts'
import { readMoney } from '../kernel/money.ts'
import { declare } from './declaration.ts'
import { type Tool, ToolRefusal } from './tool.ts'

/** A tool as channels use it. */
export function toolDoor(name: string, tool: Tool<unknown>): ToolDoor {
  return {
    name,
    description: tool.description,
    inputSchema: z.toJSONSchema(tool.input, { io: 'input' }) as Json,
    access: tool.access ?? 'unknown',
    parse: (input) => {
      const parsed = tool.input.safeParse(input)
      if (parsed.success) return { input: parsed.data as Json }
      return { input, malformed: z.prettifyError(parsed.error) }
    },
    declare: (input) => declare(tool, input),
    execute: async ({ input, malformed }) => {
      if (malformed) return failure('invalid_input', malformed)
      const result = await tool.handler(input)
      if (result instanceof ToolRefusal) return failure('refused', result.message)
      const metering = tool.actual && { metering: { actual: readMoney(tool.actual(result as never)) } }
      return { kind: 'ok', output: { content: (result ?? null) as Json }, ...metering }
    },
  }
}

function failure(code: string, message: string) {
  return { kind: 'error', output: { content: { error: { code, message } } } } as const
}
