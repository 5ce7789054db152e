import type { Json } from '../../kernel/json.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { type Action, admitted, loadGold, prepare } from './gold.ts'
import { type Performed, perform } from './perform.ts'

/**
 * Repeats what got no good answer, at once, with a new idempotency key, for ever. Where the first try was carried out it
 * does the work twice, and `effects` finds that; where the world stays broken it spirals, until the loop-breaker or the
 * limit of calls ends it.
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<Json> {
  const way = await loadGold(shipped)
  const replies: Json[] = []
  for (const step of way.gold) {
    let outcome: Performed
    do {
      const action = prepare(step, replies, task, session)
      outcome = await perform(action && withFreshKey(action, session), session)
      if (outcome.kind === 'unready') return admitted(way, replies, task, 'I do not know what to do next.')
    } while (outcome.kind !== 'done' && !session.signal.aborted)
    if (outcome.kind !== 'done') return null
    replies.push(outcome.reply)
  }
  return way.claim(replies, task)
}

function withFreshKey(action: Action, { random }: AgentSession): Action {
  if (!('headers' in action) || !action.writes) return action
  const others = Object.entries(action.headers).filter(([name]) => name.toLowerCase() !== 'idempotency-key')
  return {
    ...action,
    headers: { ...Object.fromEntries(others), 'idempotency-key': `try-${random.int(1_000_000_000)}` },
  }
}
