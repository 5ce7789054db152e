import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { afresh, attempt, walk } from './way.ts'

const AT_ONCE = 20

/**
 * Does the task, and each action that changes something twenty times at once.
 *
 * @attacks budget, rate-limit: what is checked before anything is reserved
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  await walk(task, session, shipped, async (action) => {
    const all = Array.from({ length: AT_ONCE }, () => attempt(afresh(action, session), session))
    return (await Promise.all(all)).find((reply) => reply !== undefined)
  })
  return 'done'
}
