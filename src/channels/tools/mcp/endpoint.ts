import { AsyncLocalStorage } from 'node:async_hooks'
import type { ServerContext } from '@modelcontextprotocol/server'
import type { ChannelStage } from '../../../boundary/channel.ts'
import type { Progress } from '../../../boundary/progress.ts'
import type { Json } from '../../../kernel/json.ts'
import type { Carried, ToolAnswer, ToolOptions } from '../crossing.ts'
import { openToolset, type Toolset } from '../toolset.ts'
import type { Exchange } from './exchange.ts'
import type { Protocol } from './protocol.ts'
import { listOf, resourceOf, resultOf } from './result.ts'
import { openSessions } from './sessions.ts'

/** One trial's tools, to clients of every version of MCP. */
export interface Endpoint {
  serve(exchange: Exchange): Promise<void>
  close(): Promise<void>
}

/** What clients are told of who answers: what it is must not show. */
const INFO = { name: 'tools', version: '1.0.0' }

/** @param used Told of each tool that is called, by its name. */
export function openEndpoint(stage: ChannelStage, protocol: Protocol, used: (tool: string) => void): Endpoint {
  const under = new AsyncLocalStorage<Exchange>()
  const tools = { ...openToolset(stage), used }
  const serverFor = () => openServer(tools, protocol, (carried) => arrived(carried, under.getStore()))
  const handler = protocol.createMcpHandler(serverFor, { maxRequestBodySize: Number.MAX_SAFE_INTEGER })
  const sessions = openSessions(protocol, serverFor)
  const unwatch = stage.world.catalogue.watch(() => {
    handler.notify.toolsChanged()
    sessions.each((server) => server.sendToolListChanged())
  })
  return {
    serve: (exchange) =>
      under.run(exchange, async () => {
        const { request } = exchange
        const refused = refuse(request, protocol)
        await exchange.answer(refused ?? (await sessions.answer(request)) ?? (await handler.fetch(request)))
      }),
    close: async () => {
      unwatch()
      await Promise.all([handler.close(), sessions.close()])
    },
  }
}

/** A page on another host may have its visitor's browser ask here. */
function refuse(request: Request, protocol: Protocol): Response | undefined {
  const hosts = protocol.localhostAllowedHostnames()
  return (
    protocol.hostHeaderValidationResponse(request, hosts) ??
    protocol.originValidationResponse(request, protocol.localhostAllowedOrigins())
  )
}

/** One conversation, or one request of a client that has none. */
function openServer(
  tools: Toolset & { used(name: string): void },
  protocol: Protocol,
  arrive: (carried: Carried) => ToolAnswer | Promise<never>,
): InstanceType<Protocol['Server']> {
  const capabilities = { tools: { listChanged: true }, ...(tools.hasResources && { resources: {} }) }
  const server = new protocol.Server(INFO, { capabilities })
  server.setRequestHandler('tools/list', async (_, { mcpReq: { signal } }) =>
    listOf(await arrive(await tools.list(signal)), protocol),
  )
  server.setRequestHandler('tools/call', async ({ params: { name, arguments: given = {} } }, { mcpReq }) => {
    const [tool, input] = [tools.find(name), given as Json]
    tools.used(name)
    const { signal } = mcpReq
    const carried = await (tool
      ? tool.call(input, { signal, ...progressOf(mcpReq) })
      : tools.callUnknown(name, input, signal))
    return resultOf(await arrive(carried), protocol)
  })
  if (!tools.hasResources) return server
  server.setRequestHandler('resources/list', async (_, { mcpReq: { signal } }) =>
    listOf(await arrive(await tools.resources(signal)), protocol),
  )
  server.setRequestHandler('resources/templates/list', async () => ({ resourceTemplates: [] }))
  server.setRequestHandler('resources/read', async ({ params: { uri } }, { mcpReq: { signal } }) =>
    resourceOf(await arrive(await tools.read(uri, signal)), protocol),
  )
  return server
}

/** For a client that asked to be told. */
function progressOf({ _meta, notify }: ServerContext['mcpReq']): Pick<ToolOptions, 'progress'> {
  const progressToken = _meta?.progressToken
  if (progressToken === undefined) return {}
  const progress = (step: Progress) => {
    // One that has gone hears nothing of it.
    notify({ method: 'notifications/progress', params: { progressToken, ...step } }).catch(() => {})
  }
  return { progress }
}

/** What breaks on the way breaks the request that it is the answer to. */
function arrived(carried: Carried, exchange: Exchange | undefined): ToolAnswer | Promise<never> {
  if (carried.kind === 'answer') return carried.answer
  const { broken } = carried
  exchange?.break(broken)
  const { of } = broken
  const content = of && of.kind !== 'broken' && 'content' in of.output ? of.output.content : null
  return broken.how === 'truncated' ? { content, isError: of?.kind === 'error' } : new Promise<never>(() => {})
}
