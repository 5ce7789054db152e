import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { ChannelServer } from '../../../boundary/channel.ts'
import { ANY_PLACE } from '../../../boundary/server-place.ts'
import { Connections } from '../../../kernel/connections.ts'
import { ownModule } from '../../../kernel/own-files.ts'
import { openHook } from '../hook/endpoint.ts'
import { Leaves } from '../hook/leaves.ts'
import { openSafeguard } from '../safeguard/endpoint.ts'
import { type Endpoint, openEndpoint } from './endpoint.ts'
import { type Exchange, openExchange } from './exchange.ts'
import { loadProtocol } from './protocol.ts'

interface Offered {
  endpoint: Endpoint
  hook: ReturnType<typeof openHook>
  safeguard: ReturnType<typeof openSafeguard>
  open: Set<ServerResponse>
  /** Requests that were read, and neither answered nor broken. */
  asked: Set<Promise<void>>
}

/** Serves MCP on 127.0.0.1, for clients in other processes: each trial's tools below a path that nobody can guess. */
export async function openMcpServer(place = ANY_PLACE): Promise<ChannelServer> {
  const protocol = await loadProtocol()
  const offers = new Map<string, Offered>()
  const server = createServer({ noDelay: true }, (incoming, response) => {
    const [, token = '', rest] = /^\/([^/?]*)\/(mcp|hook|safeguard)(?:\?|$)/.exec(incoming.url ?? '') ?? []
    const offered = rest && offers.get(token)
    if (!offered) return void response.writeHead(404).end('Nothing is served here.\n')
    serve(offered, rest === 'mcp' ? offered.endpoint.serve : offered[rest as 'hook' | 'safeguard'], {
      incoming,
      response,
    }).catch(() => response.socket?.resetAndDestroy())
  })
  // A request may wait as long as its trial does.
  server.requestTimeout = 0
  const connections = new Connections().watch(server)
  server.listen(place.port(), '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ports: [port],
    offer: (stage) => {
      const token = place.token()
      const leaves = new Leaves(stage)
      const offered: Offered = {
        ...{ endpoint: openEndpoint(stage, protocol, (tool) => leaves.used(tool)), hook: openHook(stage, leaves) },
        safeguard: openSafeguard(stage),
        open: new Set(),
        asked: new Set(),
      }
      offers.set(token, offered)
      const [url, hook, safeguard] = ['mcp', 'hook', 'safeguard'].map(
        (door) => `http://127.0.0.1:${port}/${token}/${door}`,
      ) as [string, string, string]
      return {
        env: { METTLE_MCP_URL: url, METTLE_HOOK_URL: hook, METTLE_SAFEGUARD_URL: safeguard },
        told: {
          mcp: { url, command: commandFor('channels/tools/mcp/bridge/process', url) },
          hook: { url: hook, command: commandFor('channels/tools/hook/process', hook) },
          safeguard: { url: safeguard, command: commandFor('channels/tools/safeguard/process', safeguard) },
        },
        heard: async () => {
          await connections.gone()
          await Promise.allSettled(offered.asked)
        },
        close: async () => {
          offers.delete(token)
          for (const { socket } of offered.open) socket?.destroy()
          await offered.endpoint.close()
          leaves.tell()
        },
      }
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** What a client that speaks over pipes starts as its server. It hands on little of its environment: the address is an argument. */
function commandFor(module: string, url: string): string[] {
  return [process.execPath, ownModule(module), url]
}

async function serve(
  { open, asked }: Offered,
  answer: (exchange: Exchange) => Promise<void>,
  { incoming, response }: { incoming: IncomingMessage; response: ServerResponse },
): Promise<void> {
  open.add(response)
  response.once('close', () => open.delete(response))
  const exchange = await openExchange(incoming, response)
  if (!exchange) return
  const answered = answer(exchange)
  const over = Promise.race([answered, exchange.broke])
  asked.add(over)
  over.catch(() => {}).finally(() => asked.delete(over))
  await answered
}
