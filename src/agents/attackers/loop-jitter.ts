import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { anyRead, page } from './any-read.ts'
import { attempt } from './way.ts'

const TIMES = 120

/**
 * Asks the same question a hundred and twenty times, each time with another argument that means nothing.
 *
 * @attacks loop-breaker: a call that looks new and brings nothing new
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  const [read] = await anyRead(task, session, shipped)
  for (let time = 1; time <= TIMES && !session.signal.aborted; time++) await attempt(page(read, time), session)
  return 'done'
}
