import type { AgentSession, AgentTask } from 'mettle'

/** Sends the same key with each try: the API makes one refund of them, whatever becomes of its answers. */
export async function run(task: AgentTask, session: AgentSession) {
  const { charge, cents, key } = Object(task.data)
  const form = new URLSearchParams({ charge, amount: String(cents), reason: 'duplicate' })
  const headers = { authorization: `Bearer ${key}`, 'idempotency-key': `refund-${charge}` }
  for (let attempt = 1; attempt <= 4; attempt++) {
    try {
      const response = await fetch(`${session.urls.payments}/v1/refunds`, { method: 'POST', headers, body: form })
      if (response.ok) return `Refunded: ${Object(await response.json()).id}.`
      if (response.status < 500) return `The refund was refused: ${await response.text()}`
    } catch {
      // It was made, or it was not. The key makes it safe to ask.
    }
    await session.clock.sleep(500 * 2 ** attempt, session.signal)
  }
  return 'It could not be refunded.'
}
