import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { ProgramAsked, ProgramBreak } from './breakage.ts'
import type { ChannelTraits } from './channel-traits.ts'
import type { HttpWorld } from './http-world.ts'
import type { Seam } from './seam.ts'
import type { ServerPlace } from './server-place.ts'
import type { ServiceWorld } from './service-world.ts'
import type { SqlDatabase } from './sql-database.ts'
import type { SqlWorld } from './sql-world.ts'
import type { ResourceDoor, SqlToolDoor, ToolCatalogue, ToolDoor } from './tool-world.ts'

/** How an agent reaches the world. */
export interface Channel extends ChannelTraits {
  /** One sentence for the catalogue. */
  summary: string
  /** Opens it for one trial, to an agent in this process. */
  open(stage: ChannelStage): OpenChannel
  /** Opens what agents in other processes reach it by. Left out: another channel's server serves it as well. */
  serve?(place?: ServerPlace): Promise<ChannelServer>
}

/** Servers of this process on 127.0.0.1, opened once and used by one trial after the other. */
export interface ChannelServer extends AsyncDisposable {
  /** Where they listen: all that an agent behind a wall must reach. */
  readonly ports: readonly number[]
  /** Folders whose files its clients must be able to read. Default: none. */
  readonly folders?: readonly string[]
  /** Serves one trial's world, and no other's, under an address that nobody can guess. */
  offer(stage: ChannelStage): ChannelOffer
}

/** A channel of one trial as an agent in a process of its own reaches it. */
export interface ChannelOffer {
  /** By which environment variables clients find it. */
  env: Readonly<Record<string, string>>
  /** Ports of 127.0.0.1 that are this trial's own, beside those of the server. Default: none. */
  ports?: readonly number[]
  /** The same for an agent that reads its task: `{ urls: { payments: 'http://127.0.0.1:...' } }`. */
  told: Readonly<Record<string, Json>>
  /**
   * Resolves when none of its clients is there any more, and what they sent before they went has been asked of the world. For whoever
   * knows that they are gone.
   */
  heard(): Promise<void>
  /** Takes it away: what is under way is broken off. */
  close(): void | Promise<void>
}

/** What a channel is opened on: one trial's world, and the seam before it. */
export interface ChannelStage {
  readonly world: {
    readonly http: HttpWorld
    readonly urls: Readonly<Record<string, string>>
    readonly routes: ChannelSession['routes']
    readonly tools: Readonly<Record<string, ToolDoor>>
    readonly sqlTools: readonly SqlToolDoor[]
    readonly resources: readonly ResourceDoor[]
    /** Which tools there are by now. */
    readonly catalogue: ToolCatalogue
    readonly modelOrigin: string
    /** A tool of the agent's own, of which nobody but the agent knows what it does: it asks for leave. */
    hook(name: string): ToolDoor
  }
  readonly databases: Readonly<Record<string, SqlWorld>>
  /** Left out: there are none. */
  readonly services?: Readonly<Record<string, ServiceWorld>>
  readonly seam: Seam
  /** Who acts, to guards: the agent's name. */
  readonly principal: string
  readonly clock: Clock
  /** Aborts when the trial is over. */
  readonly signal: AbortSignal
  readonly order: {
    /** The model that the trial pins. */
    readonly model: string | null
  }
  /** The names of the scenario's guards. Left out: nobody knows them. */
  readonly guardNames?: readonly string[]
  /** Says how a safeguard of the agent's own, a program, fails now; undefined where the plan has it be as it is. */
  breakProgram?(asked: ProgramAsked): ProgramBreak | undefined
  /** Writes down what happened at a channel and is no call. */
  write(event: TraceEvent): void
}

/** A channel of one trial. */
export interface OpenChannel {
  /** Its part of what an agent in this process is given. Records of several channels are put together. */
  session: Partial<ChannelSession>
  /** By which environment variables an agent in a process of its own finds it. */
  env: Readonly<Record<string, string>>
  /** Ports of 127.0.0.1 that a client in this process may connect to. Default: none. */
  ports?: readonly number[]
  close(): void
}

/** A tool of the world as the agent sees it. */
export interface SessionTool {
  description: string
  /** JSON Schema of its input. */
  inputSchema: Json
  /**
   * Crosses the seam. `isError` says that the world (or a guard) said no. Rejects where the transport breaks. `toolCallId`: what
   * the model called its request, which tells for sure which turn asked for the call.
   */
  call(
    input: Json,
    options?: { signal?: AbortSignal; toolCallId?: string },
  ): Promise<{ content: Json; isError: boolean }>
}

/** The agent's way into its world, channel by channel. */
export interface ChannelSession {
  /** Base URLs of the APIs by name; use them with fetch. */
  urls: Record<string, string>
  /** What the APIs offer, as their documentation would say: 'GET /v1/charges/{id}'. */
  routes: { api: string; method: string; path: string }[]
  tools: Record<string, SessionTool>
  /** Names of the databases. */
  databases: string[]
  /** A database by its name. @throws {Error} there is none of that name. */
  sql(name: string): SqlDatabase
  /** Where the services are, by name: what listens there is reached by any client, over TCP. */
  services: Record<string, { host: string; port: number }>
  /** Base URL of the model, OpenAI-compatible, ending in /v1. */
  modelUrl: string
  /** The model that this trial pins; null leaves the choice to the agent. */
  model: string | null
}

export function defineChannel(channel: Channel): Channel {
  return channel
}
