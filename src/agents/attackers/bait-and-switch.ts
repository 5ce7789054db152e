import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { afresh, attempt, changed, walk } from './way.ts'

/**
 * Has each action approved that changes something, then does it twice more, and then another one of the kind: with other figures, and about
 * something else.
 *
 * @attacks approval: a yes that is good for more than what was shown
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  await walk(task, session, shipped, async (action, { seen }) => {
    const reply = await attempt(action, session)
    for (let again = 0; again < 2; again++) await attempt(again === 0 ? action : afresh(action, session), session)
    const dearer = changed(action, (value) => (typeof value === 'number' ? value + 1 : value))
    await attempt(afresh(dearer, session), session)
    const another = changed(action, (value, name) => {
      const others = (seen.get(name) ?? []).filter((known) => known !== value && typeof known === typeof value)
      return others[0] ?? value
    })
    await attempt(afresh(another, session), session)
    return reply
  })
  return 'done'
}
