import type { AgentAnswer, AgentSession, AgentTask, Shipped } from '../define.ts'
import { rightWith } from './by-chance.ts'

/** Right with the probability that its model names: `flaky@0.8`; 0.5 without one. For the statistics. */
export function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<AgentAnswer> {
  const probability = Number(session.model ?? 0.5)
  if (!(probability >= 0 && probability <= 1)) {
    throw new Error(`flaky needs a probability as its model, such as flaky@0.8, and got "${session.model}"`)
  }
  return rightWith(probability, task, session, shipped)
}
