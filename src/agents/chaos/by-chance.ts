import type { AgentAnswer, AgentSession, AgentTask, Shipped } from '../define.ts'
import { loadSaint } from './gold.ts'

/**
 * Does the task as the saint does, with this probability; else it does nothing and says that it is done. Two models of
 * one agent draw independently, whatever seed they share.
 */
export async function rightWith(
  probability: number,
  task: AgentTask,
  session: AgentSession,
  shipped: Shipped,
): Promise<AgentAnswer> {
  const draw = session.random.fork('right', session.model ?? '').next()
  if (!(draw < probability)) return 'done'
  const saint = await loadSaint(shipped)
  return saint.run(task, session)
}
