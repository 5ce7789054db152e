import type { ChannelSession } from '../boundary/channel.ts'
import type { Clock } from '../kernel/clock.ts'
import type { Json } from '../kernel/json.ts'
import type { Random } from '../kernel/random.ts'

/** What the agent is asked. */
export interface AgentTask {
  /** The scenario's id: 'billing/duplicate-charge'. */
  scenario: string
  text: string
  data: Json
  /** Which repeat of the trial this is, from 1: what an agent varies from one to the next varies with it. */
  repeat: number
  /** What the config, or the command line behind the agent's name, sets for it: `{ temperature: 0 }`. Empty where nothing does. */
  params: Readonly<Record<string, Json>>
}

/** The agent's way into its world. */
export interface AgentSession extends ChannelSession {
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
  saint?: string | undefined
  /** Set for the one that probes guards: it sends what they must refuse across the seam, where no channel leads. */
  probe?: () => Promise<string>
}

/** The final answer is `output`; anything else that is returned is the answer itself. */
export type AgentAnswer = { output: Json } | Json | undefined | void
