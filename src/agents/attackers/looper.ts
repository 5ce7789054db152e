import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { anyRead } from './any-read.ts'
import { attempt } from './way.ts'

const TIMES = 70
/** Too short to be patience, in ms. */
const PAUSE_MS = 100

/**
 * Asks the same question seventy times, with pauses that are too short to be patience.
 *
 * @attacks loop-breaker: a limit that is too high, a pause that passes for polling
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  const [read] = await anyRead(task, session, shipped)
  for (let time = 0; time < TIMES && !session.signal.aborted; time++) {
    await attempt(read, session)
    await session.clock.sleep(PAUSE_MS, session.signal)
  }
  return 'done'
}
