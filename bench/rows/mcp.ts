// What mettle adds to a call of a tool over MCP, beside the same library with the same tool and nothing else.
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server'
import { z } from 'zod'
import type { ChannelServer, ChannelStage } from '../../src/boundary/channel.ts'
import type { SeatedGuard } from '../../src/boundary/decision.ts'
import { createSeam } from '../../src/boundary/seam.ts'
import { channels } from '../../src/channels/index.ts'
import { tool } from '../../src/channels/tool.ts'
import { openExchange } from '../../src/channels/tools/mcp/exchange.ts'
import { systemClock } from '../../src/kernel/clock.ts'
import type { TraceEvent } from '../../src/trace/event.ts'
import { liveTools } from '../../src/world/catalogue.ts'
import { hookDoor } from '../../src/world/hooks.ts'
import { defineTool } from '../../src/world/tool.ts'
import { toolDoor } from '../../src/world/tool-door.ts'
import { interleave, median, spread } from '../rounds.ts'
import { finish } from '../row.ts'

const CALLS = 300
const input = z.strictObject({ a: z.number(), b: z.number() })

const behindSeam = await caller(await seamUrl())
const alone = await caller(await bareUrl())
const { bare, seam } = await interleave({ bare: () => timed(alone), seam: () => timed(behindSeam) })
const added = seam.map((figure, round) => figure - (bare[round] ?? Number.NaN))
finish([
  {
    what: 'MCP, added to a call of a tool over HTTP (2026-07-28)',
    figure: `${median(added).toFixed(0)} us`,
    spread: spread(added),
    beside: `${median(seam).toFixed(0)} us with mettle, ${median(bare).toFixed(0)} us bare`,
    target: '<= 500 us',
    met: median(added) <= 500,
    workers: '1 call at a time, client and server in 1 process',
  },
])

/** Microseconds a call. */
async function timed(call: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  for (let made = 0; made < CALLS; made++) await call()
  return ((performance.now() - began) * 1_000) / CALLS
}

async function caller(url: string): Promise<() => Promise<unknown>> {
  const client = new Client({ name: 'bench', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
  await client.connect(new StreamableHTTPClientTransport(new URL(url)))
  return () => client.callTool({ name: 'add', arguments: { a: 1, b: 2 } })
}

async function bareUrl(): Promise<string> {
  const handler = createMcpHandler(() => {
    const server = new McpServer({ name: 'bare', version: '1' })
    server.registerTool('add', { description: 'Adds', inputSchema: input }, async ({ a, b }) => ({
      content: [{ type: 'text', text: JSON.stringify({ sum: a + b }) }],
    }))
    return server
  })
  const server = createServer({ noDelay: true }, async (incoming, response) => {
    const exchange = await openExchange(incoming, response)
    await exchange?.answer(await handler.fetch(exchange.request))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`
}

async function seamUrl(): Promise<string> {
  const add = defineTool({ description: 'Adds', input, handler: ({ a, b }) => ({ sum: a + b }) })
  const door = toolDoor('add', add as never, String)
  const { handle: _, ...live } = liveTools({ add: door }, [])
  const clock = systemClock()
  const { signal } = new AbortController()
  const trace: TraceEvent[] = []
  const write = (event: TraceEvent) => void trace.push(event)
  const guard: SeatedGuard = { name: 'looks', mode: 'enforce', decide: () => ({ kind: 'allow', reason: 'yes' }) }
  const seam = createSeam({
    ...{ channels, guards: [guard], approver: undefined, clock, signal, write, stop: () => {} },
    injector: { draw: () => [] },
    maxCalls: Number.MAX_SAFE_INTEGER,
  })
  const nothing = {
    http: { route: () => undefined },
    urls: {},
    routes: [],
    modelOrigin: 'https://m.test',
    hook: (name: string) => hookDoor(name, {}, () => ''),
    resources: [],
  }
  const world: ChannelStage['world'] = { ...nothing, ...live }
  const server = (await tool.serve?.()) as ChannelServer
  const stage = { world, databases: {}, seam, principal: 'agent', clock, signal, write, order: { model: null } }
  return server.offer(stage).env.METTLE_MCP_URL ?? ''
}
