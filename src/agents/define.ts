import type { SqlDatabase } from '../boundary/sql-database.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import type { Random } from '../kernel/random.ts'

/** What the agent is asked. */
export interface AgentTask {
  /** The scenario's id: 'billing/duplicate-charge'. */
  scenario: string
  text: string
  data: Json
}

/** A tool of the world as the agent sees it. */
export interface SessionTool {
  description: string
  /** JSON Schema of its input. */
  inputSchema: Json
  /** Crosses the seam. `isError` says that the world (or a guard) said no. Rejects where the transport breaks. */
  call(input: Json): Promise<{ content: Json; isError: boolean }>
}

/** The agent's way into its world. */
export interface AgentSession {
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
  clock: Clock
  random: Random
  /** Aborts when the trial is over. */
  signal: AbortSignal
}

/** The system under test. */
export interface Agent {
  run(task: AgentTask, session: AgentSession): Promise<AgentAnswer> | AgentAnswer
}

/** What agents that ship with mettle are told beside the session; nobody else's agent is. */
export interface Shipped {
  /** Absolute path of the module that does this scenario right. */
  saint: string | undefined
}

/** The final answer is `output`; anything else that is returned is the answer itself. */
export type AgentAnswer = { output: Json } | Json | undefined | void
