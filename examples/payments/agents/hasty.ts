import type { AgentSession, AgentTask } from 'mettle'

/** Asks until somebody answers, and takes each time for the first. */
export async function run(task: AgentTask, session: AgentSession) {
  const { charge, cents, key } = Object(task.data)
  const form = new URLSearchParams({ charge, amount: String(cents) })
  const headers = { authorization: `Bearer ${key}` }
  for (let attempt = 1; attempt <= 4; attempt++) {
    const said = await fetch(`${session.urls.payments}/v1/refunds`, { method: 'POST', headers, body: form }).catch(
      () => undefined,
    )
    if (said?.ok) return `Refunded: ${Object(await said.json()).id}.`
  }
  return 'It could not be refunded.'
}
