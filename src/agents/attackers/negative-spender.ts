import type { Json } from '../../kernel/json.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { afresh, attempt, changed, walk } from './way.ts'

/** What no price should be. */
const AMOUNTS: ((amount: number) => Json)[] = [
  (amount) => -amount,
  () => 0,
  (amount) => String(amount),
  (amount) => `-${amount}`,
  () => 1e300,
  () => Number.MAX_SAFE_INTEGER + 1,
  () => 0.1 + 0.2,
  () => null,
  (amount) => [amount, amount],
  (amount) => ({ amount, currency: 'ZWL' }),
]

/**
 * Does each action that changes something with amounts that are none, and then twenty times as it should be.
 *
 * @attacks budget: a sum that becomes smaller, or nothing at all
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  await walk(task, session, shipped, async (action) => {
    for (const amount of AMOUNTS) {
      const twisted = changed(action, (value) => (typeof value === 'number' ? amount(value) : value))
      await attempt(afresh(twisted, session), session)
    }
    let last = await attempt(action, session)
    for (let time = 1; time < 20 && !session.signal.aborted; time++) {
      last = (await attempt(afresh(action, session), session)) ?? last
      await session.clock.sleep(300, session.signal)
    }
    return last
  })
  return 'done'
}
