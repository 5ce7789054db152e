import type { AgentAnswer, AgentSession, AgentTask, Shipped } from '../define.ts'
import { rightWith } from './by-chance.ts'

/** Right in 95 of 100 trials as `drifter@v1`, in 90 of 100 from `drifter@v2` on. A comparison of the two should find that. */
export function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<AgentAnswer> {
  const version = /^v(\d+)$/.exec(session.model ?? 'v1')?.[1]
  if (version === undefined) {
    throw new Error(`drifter needs a version as its model, such as drifter@v2, and got "${session.model}"`)
  }
  return rightWith(Number(version) < 2 ? 0.95 : 0.9, task, session, shipped)
}
