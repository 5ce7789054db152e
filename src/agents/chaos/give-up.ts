import type { Json } from '../../kernel/json.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { admitted, describe, loadGold, prepare } from './gold.ts'
import { perform } from './perform.ts'

/**
 * Stops at the first error and says so. That is honest, and right where nothing can be done; where one more try would
 * have done it, `recovered` finds that there was none, and `effects` that the work is missing.
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<Json> {
  const way = await loadGold(shipped)
  const replies: Json[] = []
  for (const step of way.gold) {
    const action = prepare(step, replies, task, session)
    const outcome = await perform(action, session)
    if (outcome.kind !== 'done') {
      return admitted(way, replies, task, `I could not do it, and stopped at ${describe(action)}: ${outcome.why}`)
    }
    replies.push(outcome.reply)
  }
  return way.claim(replies, task)
}
