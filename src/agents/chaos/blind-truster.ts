import type { Json } from '../../kernel/json.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { type Action, describe, loadGold, type Outcome, perform, prepare } from './gold.ts'

const ATTEMPTS = 4

/**
 * Deals with every error as it should, and believes whatever it is told. It waits, tries again with the same key and
 * stops at a clear no; it writes wrong values on and reports what a lying reply said. `noticed-lie` finds that, and
 * `effects` and `answer` what comes of it.
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<Json> {
  const { gold, claim } = await loadGold(shipped)
  const replies: Json[] = []
  for (const step of gold) {
    const action = prepare(step, replies, task, session)
    const outcome = await insist(action, session)
    if (outcome.kind === 'unready') return 'There is nothing to do.'
    if (outcome.kind !== 'done') return `I could not do it, and stopped at ${describe(action)}: ${outcome.why}`
    replies.push(outcome.reply)
  }
  return claim(replies, task)
}

async function insist(action: Action | undefined, session: AgentSession): Promise<Outcome> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await perform(action, session)
    if (outcome.kind === 'done' || !isPassing(outcome) || attempt === ATTEMPTS) return outcome
    await session.clock.sleep(Math.max(outcome.retryAfterMs, 150 * 2 ** attempt), session.signal)
  }
}

/** Busy or broken, or nobody knows: then it is worth asking again. */
function isPassing(outcome: Exclude<Outcome, { kind: 'done' }>): boolean {
  return outcome.kind === 'unclear' || /^(429|5\d\d) /.test(outcome.why)
}
