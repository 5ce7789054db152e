import { isHttpOutput } from '../../boundary/reply.ts'
import type { Door, Seam } from '../../boundary/seam.ts'
import type { ToolDoor } from '../../boundary/tool-world.ts'
import { digest, type Json } from '../../kernel/json.ts'

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
): (input: Json, options?: { signal?: AbortSignal; toolCallId?: string }) => Promise<ToolAnswer> {
  const schema = digest(tool.inputSchema).slice(0, 8)
  return async (raw, { signal = trialSignal, toolCallId } = {}) => {
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
      ...(toolCallId !== undefined && { toolCallId }),
      ...declared,
    } as const
    return seam.cross(proposal, toolCallDoor(tool))
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
