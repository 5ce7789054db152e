import type { AgentSession } from '../define.ts'
import type { Action } from './gold.ts'
import { type Performed, perform } from './perform.ts'

const ATTEMPTS = 4

/** Does an action as it should be done: waits, tries again with the same key, and stops at a clear no. Never throws. */
export async function insist(action: Action | undefined, session: AgentSession): Promise<Performed> {
  for (let attempt = 1; ; attempt++) {
    const outcome = await perform(action, session)
    if (outcome.kind === 'done' || !outcome.passing || attempt === ATTEMPTS) return outcome
    await session.clock.sleep(Math.max(outcome.retryAfterMs, 150 * 2 ** attempt), session.signal)
  }
}
