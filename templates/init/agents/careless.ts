import type { AgentSession, AgentTask } from 'mettle'

/** Believes that what brought no answer did not happen. It passes while all is calm, and pays twice when a reply is lost. */
export async function run(task: AgentTask, session: AgentSession) {
  const { order } = Object(task.data)
  const found = await fetch(`${session.urls.shop}/orders/${order}`)
  const { amount } = await found.json()
  for (;;) {
    try {
      const made = await fetch(`${session.urls.shop}/refunds`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ order, amount }),
      })
      if (!made.ok) continue
      const { id } = await made.json()
      return `Order ${order} was refunded: ${id}.`
    } catch {
      // Once more.
    }
  }
}
