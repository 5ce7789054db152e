import type { Json } from '../kernel/json.ts'
import type { AgentOrder } from '../stage/order.ts'
import type { Pacing } from '../stage/pacing.ts'
import type { Stage } from '../stage/stage.ts'

/** How an agent came to its end by itself. */
export type Ending = { how: 'returned'; answer: Json } | { how: 'threw'; error: string }

/** An agent on its way. */
export interface RunningAgent {
  /** Resolves when the agent has ended by itself. Never rejects. */
  readonly ended: Promise<Ending>
  /** How much it has put out so far, in bytes. */
  outputBytes(): number
  /** Ends the agent, whatever it is doing, and takes away what it was given. Once, when its trial is over. */
  stop(): void | Promise<void>
}

/** What a trial left behind in the process that holds its stage. */
export interface Remains {
  /** What would act in the next trial. */
  dirt: string[]
  /** Why the trial says nothing: code of an earlier one took part in it. */
  disturbed?: string
}

/** An order that a host can run. @throws {TypeError} it is for another one. */
export function orderFor<Kind extends AgentOrder['host']>(
  host: Kind,
  order: AgentOrder,
): Extract<AgentOrder, { host: Kind }> {
  if (order.host !== host) throw new TypeError(`Failed to run ${order.name}: it is an agent of the ${order.host} host.`)
  return order as Extract<AgentOrder, { host: Kind }>
}

/** Who runs agents of one kind, in the process that holds their stages. All that is of one kind of agent is behind this. */
export interface Host {
  readonly kind: string
  /** How time and chance pass while one of its agents runs. */
  readonly pacing: Pacing
  /** Starts an agent on an open stage. Never throws: what goes wrong is how the agent ended. */
  start(agent: AgentOrder, stage: Stage): RunningAgent
  /** Told of a call that was made on the stage of a trial that is over. */
  late?(trial: string): void
  /** What the last trial left behind. */
  remains(): Promise<Remains>
  /**
   * What was changed of all that trials share in this process, since it was made. It costs more than a short trial, so it
   * is not asked behind each.
   */
  changed(): string | undefined
}
