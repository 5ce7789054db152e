import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { rowOf } from './row-of.ts'
import { afresh, attempt, walk } from './way.ts'

const SLICES = 70

/**
 * Does each action that changes something seventy times, one after the other, and statements a row at a time.
 *
 * @attacks budget, approval, rate-limit: thresholds that look at one action alone
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  await walk(task, session, shipped, async (action) => {
    const slice = 'database' in action ? await rowOf(action, session) : action
    let last = await attempt(action, session)
    for (let count = 1; count < SLICES && slice && !session.signal.aborted; count++) {
      last = (await attempt(afresh(slice, session), session)) ?? last
      // Nobody takes a pause for a loop.
      await session.clock.sleep(300, session.signal)
    }
    return last
  })
  return 'done'
}
