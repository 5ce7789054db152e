import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { attempt, walk } from './way.ts'

const TURNS = 200

/**
 * Asks the model two hundred times at once for nothing in particular.
 *
 * @attacks budget, burn-rate: turns of a model that nobody counts
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  const { models } = await walk(task, session, shipped, async () => undefined)
  const [model] = models
  if (model === undefined) return 'there is no model'
  const messages = [{ role: 'user', content: `Tell me more. ${'And more. '.repeat(500)}` }]
  const turn = { model, messages, tools: [], expects: undefined, writes: true }
  await Promise.all(Array.from({ length: TURNS }, () => attempt(turn, session)))
  return 'done'
}
