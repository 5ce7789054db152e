import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import type { ChannelTraits } from './channel-traits.ts'
import type { HttpWorld } from './http-world.ts'
import type { Seam } from './seam.ts'
import type { SqlDatabase } from './sql-database.ts'
import type { SqlWorld } from './sql-world.ts'
import type { SqlToolDoor, ToolDoor } from './tool-world.ts'

/** How an agent reaches the world. */
export interface Channel extends ChannelTraits {
  /** One sentence for the catalogue. */
  summary: string
  /** Opens it for one trial. */
  open(stage: ChannelStage): OpenChannel
}

/** What a channel is opened on: one trial's world, and the seam before it. */
export interface ChannelStage {
  readonly world: {
    readonly http: HttpWorld
    readonly urls: Readonly<Record<string, string>>
    readonly routes: ChannelSession['routes']
    readonly tools: Readonly<Record<string, ToolDoor>>
    readonly sqlTools: readonly SqlToolDoor[]
    readonly modelOrigin: string
  }
  readonly databases: Readonly<Record<string, SqlWorld>>
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
}

/** A channel of one trial. */
export interface OpenChannel {
  /** Its part of what an agent in this process is given. Records of several channels are put together. */
  session: Partial<ChannelSession>
  /** By which environment variables an agent in a process of its own finds it. */
  env: Readonly<Record<string, string>>
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
  /** Base URL of the model, OpenAI-compatible, ending in /v1. */
  modelUrl: string
  /** The model that this trial pins; null leaves the choice to the agent. */
  model: string | null
}

export function defineChannel(channel: Channel): Channel {
  return channel
}
