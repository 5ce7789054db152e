import type { AgentSession, AgentTask } from 'mettle'

/** Calls the agent under test. What it returns is its final answer. */
export async function run(task: AgentTask, session: AgentSession) {
  // The world's APIs lie at session.urls, its tools at session.tools, its databases behind session.sql(name). An agent
  // that has its own client needs the base URL and nothing else; session.modelUrl is the model's.
  const apis = Object.keys(session.urls).join(', ') || 'none'
  return `Not done: ${task.text} (APIs: ${apis})`
}
