import type { Progress } from '../../boundary/progress.ts'
import { type Broken, hasBody, type ToolOutput } from '../../boundary/reply.ts'
import type { Door, Seam } from '../../boundary/seam.ts'
import type { ToolDoor } from '../../boundary/tool-world.ts'
import { TOOLS } from '../../boundary/world-handle.ts'
import { digest, type Json } from '../../kernel/json.ts'

/** How the target of a tool's call begins. */
const TOOL = 'tool '

/** The name of the tool that a call of this target runs. */
export function calledTool(target: string): string | undefined {
  return target.startsWith(TOOL) ? target.slice(TOOL.length) : undefined
}

/** What a tool's call gives back. */
export interface ToolAnswer {
  content: Json
  isError: boolean
}

/** What comes back across the seam: an answer, or nothing because the transport breaks. */
export type Carried = { kind: 'answer'; answer: ToolAnswer } | { kind: 'broken'; broken: Broken }

/** Before what a tool is called. */
export interface ToolCrossing {
  seam: Seam
  principal: string
}

/** How one call of a tool is made. */
export interface ToolOptions {
  /** Aborts when its client gives up. */
  signal: AbortSignal
  /** What the model called its request. */
  toolCallId?: string
  /** Told how far the call has come. */
  progress?: (step: Progress) => void
}

/** Takes calls of a tool across the seam. */
export function toolCrossing(
  tool: ToolDoor,
  { seam, principal }: ToolCrossing,
): (raw: Json, options: ToolOptions) => Promise<Carried> {
  const schemas = new WeakMap<object, string>()
  const schemaNow = () => {
    const accepted = tool.inputSchema as object
    const known = schemas.get(accepted) ?? digest(tool.inputSchema).slice(0, 8)
    schemas.set(accepted, known)
    return known
  }
  return async (raw, { signal, toolCallId, progress }) => {
    const { input, malformed } = tool.parse(raw)
    const declared = malformed === undefined ? tool.declare(input) : { items: 1, malformed }
    const { access, name } = tool
    // A yes to a call is a yes to the tool as it says of itself that it is.
    const about = [...(declared.about ?? []), { collection: TOOLS, id: name }]
    const proposal = {
      channel: 'tool',
      target: `${TOOL}${name}`,
      schema: schemaNow(),
      access,
      principal,
      input,
      signal,
      ...(toolCallId !== undefined && { toolCallId }),
      ...(progress && { progress }),
      ...declared,
      ...(access !== 'read' && { about }),
    } as const
    return seam.cross(
      proposal,
      carrying((call) => tool.execute(call)),
    )
  }
}

/** The door of whatever answers as a tool does. */
export function carrying(execute: Door<Carried>['execute']): Door<Carried> {
  return {
    execute,
    read: (output) => contentOf(output as ToolOutput),
    render: (reply) => {
      if (reply.kind === 'broken') {
        return { seen: { outcome: 'broken', how: reply.how }, give: () => ({ kind: 'broken', broken: reply }) }
      }
      const content = contentOf(reply.output as ToolOutput)
      const answer = { content, isError: reply.kind === 'error' }
      return { seen: { outcome: reply.kind, output: content }, give: () => ({ kind: 'answer', answer }) }
    },
  }
}

/** What a tool says; null for a reply that is none of a tool. */
export function contentOf(output: ToolOutput): Json {
  return hasBody(output) ? null : output.content
}
