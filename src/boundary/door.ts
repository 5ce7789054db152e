import type { Json } from '../kernel/json.ts'
import type { DeliveredEvent } from '../trace/events/delivered.ts'
import type { Call } from './call.ts'
import type { Output, Reply } from './reply.ts'
import type { WholeBody } from './wire.ts'

/** What the client-bound bytes say. */
export type Seen = Omit<DeliveredEvent, 'type' | 'call'>

/** How one channel carries a call: into the world, into the trace, back to the client. */
export interface Door<W> {
  /**
   * Runs the call in the world. A throw is the world's own fault, never the agent's. `changed` says that a fault put
   * another input into the call than the one that was proposed.
   */
  execute(call: Call, changed?: true): Promise<Reply>
  /** An output as JSON, as a person would want to read it. `streamed` is what passed of a streamed body. */
  read(output: Output, streamed?: WholeBody): Json
  /**
   * Builds what the client gets and says what it says. `give` hands it over, and throws where a real client would see
   * a throw. `streamed` is told how a streamed body ended.
   */
  render(reply: Reply, streamed: (seen: Seen) => void): { seen: Seen | 'streaming'; give(): W }
}
