import type { ChannelStage } from '../../boundary/channel.ts'
import type { Reply, ToolOutput } from '../../boundary/reply.ts'
import type { ResourceDoor, ToolCatalogue } from '../../boundary/tool-world.ts'
import type { Json } from '../../kernel/json.ts'
import { sqlDatabase } from '../sql/client.ts'
import { sqlTool } from '../sql/tool.ts'
import { type Carried, carrying, type ToolOptions, toolCrossing } from './crossing.ts'

/** A tool as a server shows it. */
export interface ServedTool {
  name: string
  call(input: Json, options: ToolOptions): Promise<Carried>
}

/** The tools of a trial for clients that ask which there are. */
export interface Toolset {
  /** Is there anything to read? */
  hasResources: boolean
  /** Asks the world, across the seam. */
  list(signal: AbortSignal): Promise<Carried>
  find(name: string): ServedTool | undefined
  /** Asks the world what there is to read, across the seam. */
  resources(signal: AbortSignal): Promise<Carried>
  /** Reads one, across the seam. */
  read(uri: string, signal: AbortSignal): Promise<Carried>
  /** Calls what there is not: the attempt is written down, and answered as the world would. */
  callUnknown(name: string, input: Json, signal: AbortSignal): Promise<Carried>
}

/** What lists stand for in a trace. */
export const LIST = 'tools LIST'
const UNKNOWN = 'tools UNKNOWN'
const RESOURCES = 'resources LIST'
/** A longer name is no tool's that anybody means, in characters. */
const LONGEST_NAME = 200

export function openToolset(stage: ChannelStage): Toolset {
  const { seam, principal, world } = stage
  const { catalogue } = world
  const read = { channel: 'tool', access: 'read', principal, items: 1 } as const
  const callUnknown: CallUnknown = (name, given, signal) => {
    const asked = name.slice(0, LONGEST_NAME)
    return seam.cross(
      { ...read, target: UNKNOWN, input: { name: asked, arguments: given }, signal },
      carrying(async () => ({ kind: 'error', output: { content: unknownTool(asked) } })),
    )
  }
  const all = [...functionsOf(stage), ...statementsOf(stage, callUnknown)]
  const tools = new Map(all.map((tool) => [tool.name, tool]))
  const { resources } = world
  const list = (target: string, signal: AbortSignal, content: () => Json) =>
    seam.cross(
      { ...read, target, input: {}, lists: true, signal },
      carrying(async () => ({ kind: 'ok', output: { content: content() } })),
    )
  return {
    callUnknown,
    hasResources: resources.length > 0,
    resources: (signal) => list(RESOURCES, signal, () => ({ resources: resources.map(shownResource) })),
    read: (uri, signal) => {
      const asked = uri.slice(0, LONGEST_NAME)
      const resource = resources.find((one) => one.uri === uri)
      const target = resource ? `resource ${resource.name}` : 'resources UNKNOWN'
      const missing: Reply<ToolOutput> = { kind: 'error', output: { content: unknownResource(asked) } }
      return seam.cross(
        { ...read, target, input: { uri: asked }, signal },
        carrying(async (call) => (resource ? resource.execute(call) : missing)),
      )
    },
    find: (name) => tools.get(name),
    list: (signal) => list(LIST, signal, () => ({ tools: entriesOf(catalogue) })),
  }
}

function functionsOf({ world, seam, principal }: ChannelStage): ServedTool[] {
  return Object.values(world.tools).map((tool) => {
    return { name: tool.name, call: toolCrossing(tool, { seam, principal }) }
  })
}

/** Takes a call of what there is not across the seam. */
type CallUnknown = Toolset['callUnknown']

/** What a statement says is said by the tool, a connection that broke among it: it is the tool's own. */
function statementsOf(stage: ChannelStage, callUnknown: CallUnknown): ServedTool[] {
  const { catalogue } = stage.world
  const databases = new Map(Object.entries(stage.databases).map(([name, one]) => [name, sqlDatabase(one, stage)]))
  return stage.world.sqlTools.flatMap((tool): ServedTool[] => {
    const database = databases.get(tool.database)
    if (!database) return []
    const { name } = tool
    const run = sqlTool(tool, database)
    const call = async (input: Json, options: ToolOptions): Promise<Carried> => {
      if (!catalogue.face(name)) return callUnknown(name, input, options.signal)
      try {
        return { kind: 'answer', answer: await run.call(input, options) }
      } catch (thrown) {
        const { code, message } = thrown as NodeJS.ErrnoException
        if (options.signal.aborted || (code !== 'ECONNRESET' && code !== 'ETIMEDOUT')) throw thrown
        return { kind: 'answer', answer: { content: { error: { code, message } }, isError: true } }
      }
    }
    return [{ name, call }]
  })
}

/** As a list tells it. What a tool takes is an object, whatever its schema begins with. */
function entriesOf(catalogue: ToolCatalogue): Json[] {
  return catalogue.names().flatMap((name) => {
    const face = catalogue.face(name)
    if (!face) return []
    const { description, inputSchema } = face
    return [{ name, description, inputSchema: { ...(inputSchema as Record<string, Json>), type: 'object' } }]
  })
}

function shownResource({ name, uri, mimeType, description }: ResourceDoor): Json {
  return { name, uri, mimeType, ...(description !== undefined && { description }) }
}

function unknownResource(uri: string): Json {
  return { error: { code: 'unknown_resource', message: `Unknown resource: ${uri}` } }
}

function unknownTool(name: string): Json {
  return { error: { code: 'unknown_tool', message: `Unknown tool: ${name}` } }
}
