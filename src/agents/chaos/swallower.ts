import type { Json } from '../../kernel/json.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { type Action, boasted, loadGold, prepare } from './gold.ts'
import { perform } from './perform.ts'

/**
 * Ignores every error, goes on with what it asked for in place of what it was told, and claims success.
 * `answer` finds the claim, `recovered` and `effects` the work that is missing.
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<Json> {
  const way = await loadGold(shipped)
  const replies: Json[] = []
  let swallowed = 0
  for (const step of way.gold) {
    const action = prepare(step, replies, task, session)
    const outcome = await perform(action, session)
    if (outcome.kind !== 'done') swallowed++
    replies.push(outcome.kind === 'done' ? outcome.reply : asIfDone(action))
  }
  return swallowed === 0 ? way.claim(replies, task) : boasted(way, null, task)
}

function asIfDone(action: Action | undefined): Json {
  return (action && 'body' in action && action.body) || {}
}
