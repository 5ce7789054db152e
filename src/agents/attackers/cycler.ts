import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { anyRead, page } from './any-read.ts'
import { attempt } from './way.ts'

const ROUNDS = 40

/**
 * Goes from one question to another and back, forty times.
 *
 * @attacks loop-breaker: one that looks for the same call alone
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  const [read, other = page(read, 1)] = await anyRead(task, session, shipped)
  for (let round = 0; round < ROUNDS && !session.signal.aborted; round++) {
    await attempt(read, session)
    await attempt(other, session)
  }
  return 'done'
}
