import { defineChannel, type SessionTool } from '../boundary/channel.ts'
import { plainRefusal } from '../boundary/refusal.ts'
import type { ToolFace } from '../boundary/tool-world.ts'
import { calledTool } from './tools/crossing.ts'
import { toolFunction } from './tools/function.ts'
import { openMcpServer } from './tools/mcp/server.ts'

/** Tools of the world: functions in the agent's process, MCP for any other. */
export const tool = defineChannel({
  name: 'tool',
  summary: 'Tools of the world, called as functions or over MCP.',
  holdsEffects: false,
  isAction: true,
  asking: { toolOf: calledTool },
  refuse: (_, refusal) => ({ kind: 'error', output: { content: plainRefusal(refusal) } }),
  open: ({ world, seam, principal, signal }) => {
    const tools = Object.entries(world.tools).map(([name, one]) => {
      const call = toolFunction(one, seam, principal, signal)
      return [name, shown(one, call)] as const
    })
    return { session: { tools: Object.fromEntries(tools) }, env: {}, close: () => {} }
  },
  serve: openMcpServer,
})

/** Getters: what a tool says of itself may change. */
function shown(tool: ToolFace, call: SessionTool['call']): SessionTool {
  return {
    get description() {
      return tool.description
    },
    get inputSchema() {
      return tool.inputSchema
    },
    call,
  }
}
