import type { AgentSession, AgentTask } from 'mettle'

/** Looks, adds once, answers. */
export async function run(task: AgentTask, { urls }: AgentSession) {
  await fetch(`${urls.ledger}/entries`)
  const { amount } = task.data as { amount: number }
  const reply = await fetch(`${urls.ledger}/entries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount }),
  })
  return { output: await reply.json() }
}
