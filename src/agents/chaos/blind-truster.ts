import type { Json } from '../../kernel/json.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { admitted, describe, loadGold, prepare } from './gold.ts'
import { insist } from './insist.ts'

/**
 * Deals with every error as it should, and believes whatever it is told. It waits, tries again with the same key and
 * stops at a clear no; it writes wrong values on and reports what a lying reply said. `noticed-lie` finds that, and
 * `effects` and `answer` what comes of it.
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<Json> {
  const way = await loadGold(shipped)
  const replies: Json[] = []
  for (const step of way.gold) {
    const action = prepare(step, replies, task, session)
    const outcome = await insist(action, session)
    if (outcome.kind === 'unready') return admitted(way, replies, task, 'There is nothing to do.')
    if (outcome.kind !== 'done') {
      return admitted(way, replies, task, `I could not do it, and stopped at ${describe(action)}: ${outcome.why}`)
    }
    replies.push(outcome.reply)
  }
  return way.claim(replies, task)
}
