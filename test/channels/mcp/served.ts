import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport as OldStdioTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { Approver } from '../../../src/boundary/approver.ts'
import type { ChannelStage } from '../../../src/boundary/channel.ts'
import type { SeatedGuard } from '../../../src/boundary/decision.ts'
import type { DrawnFault, Interceptor } from '../../../src/boundary/interceptor.ts'
import { createSeam } from '../../../src/boundary/seam.ts'
import type { WorldHandle } from '../../../src/boundary/world-handle.ts'
import { channels } from '../../../src/channels/index.ts'
import { tool } from '../../../src/channels/tool.ts'
import { type BoundEntry, faultRecords, planInjector } from '../../../src/faults/plan.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { createRandom } from '../../../src/kernel/random.ts'
import type { FaultRecord } from '../../../src/record/trial.ts'
import type { Recorded, TraceEvent } from '../../../src/trace/event.ts'
import { type CallStory, gatherEvidence } from '../../../src/trace/evidence.ts'
import type { LiveTools } from '../../../src/world/catalogue.ts'
import { type WorldChange, worldHandle } from '../../../src/world/handle.ts'

/** A crowded machine takes its time. */
export const PATIENT = { timeout: 30_000 }

/** What a trial's world has, and what stands on its seam. */
export interface Staging {
  world: Pick<ChannelStage, 'world' | 'databases'>
  guards?: readonly SeatedGuard[]
  approver?: Approver
  /** Acts on every call of this target. */
  fault?: { on: string; intercept: Interceptor }
  /** A plan, and what changes of tools are made with. */
  plan?: { entries: readonly BoundEntry[]; changing: LiveTools['handle'] }
}

export interface Served extends AsyncDisposable {
  url: string
  command: string[]
  stories(): CallStory[]
  /** What became of the plan. */
  records(): FaultRecord[]
  faults(): string[]
  /** Ends the trial. */
  end(): void
}

/** One process's server, and trials served by it one after the other or at once. */
export async function openServer() {
  const server = await tool.serve?.()
  if (!server) throw new Error('The channel serves nothing.')
  return {
    ports: server.ports,
    serve: (staging: Staging): Served => {
      const events: Recorded[] = []
      const trial = new AbortController()
      const stage = stageOf(staging, trial.signal, events)
      const offer = server.offer(stage)
      return {
        url: offer.env.METTLE_MCP_URL ?? '',
        command: (offer.told.mcp as { command: string[] }).command,
        stories: () => gatherEvidence(events).calls,
        records: () => faultRecords(staging.plan?.entries ?? [], gatherEvidence(events).calls),
        faults: () => events.flatMap((event) => (event.type === 'harness-fault' ? [event.message] : [])),
        end: () => trial.abort(new Error('The trial is over')),
        [Symbol.asyncDispose]: async () => {
          await offer.close()
        },
      }
    },
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

function stageOf(
  { world, guards = [], approver, fault, plan }: Staging,
  signal: AbortSignal,
  events: Recorded[],
): ChannelStage {
  const clock = systemClock()
  const write = (event: TraceEvent) => void events.push({ seq: events.length + 1, at: clock.now(), ...event })
  const drawn = (intercept: Interceptor): DrawnFault[] => [
    { entry: 0, fault: 'planted', intercept, random: createRandom(1) },
  ]
  const seam = createSeam({
    ...{ channels, guards, approver, clock, signal, maxCalls: 1_000, write, stop: () => {} },
    injector: plan
      ? planInjector(plan.entries, {
          random: createRandom(1),
          clock,
          world: ({ id }) => handleOf(plan.changing, id, write),
        })
      : { draw: ({ target }) => (fault && fault.on === target ? drawn(fault.intercept) : []) },
  })
  return { ...world, seam, principal: 'agent', clock, signal, write, order: { model: null } }
}

function handleOf(changing: LiveTools['handle'], ahead: string, write: (event: TraceEvent) => void): WorldHandle {
  const effect = (change: WorldChange) => write({ type: 'effect', calls: [], ...change, ahead })
  return worldHandle(new Map(), effect, changing(effect))
}

const INFO = { name: 'test', version: '1.0.0' }

/** The same over pipes: each starts the command as its server. */
export const pipedClients = {
  '2026-07-28': async (command: string[]) => {
    const client = new Client(INFO, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
    await client.connect(new StdioClientTransport(started(command)))
    return client
  },
  '2025-11-25': async (command: string[]) => {
    const client = new Client(INFO)
    await client.connect(new StdioClientTransport(started(command)))
    return client
  },
  'sdk 1': async (command: string[]) => {
    const client = new OldClient(INFO)
    await client.connect(new OldStdioTransport(started(command)) as never)
    return client
  },
} as const

function started([command = '', ...args]: string[]) {
  return { command, args, stderr: 'inherit' as const }
}

/** Clients of each age of the protocol, connected. */
export const clients = {
  '2026-07-28': async (url: string) => {
    const client = new Client(INFO, { versionNegotiation: { mode: { pin: '2026-07-28' } } })
    await client.connect(new StreamableHTTPClientTransport(new URL(url)))
    return client
  },
  '2025-11-25': async (url: string) => {
    const client = new Client(INFO)
    await client.connect(new StreamableHTTPClientTransport(new URL(url)))
    return client
  },
  'sdk 1': async (url: string) => {
    const client = new OldClient(INFO)
    // The transport's own types do not hold under exactOptionalPropertyTypes.
    await client.connect(new OldTransport(new URL(url)) as never)
    return client
  },
} as const

export type Age = keyof typeof clients
export const AGES = Object.keys(clients) as Age[]
