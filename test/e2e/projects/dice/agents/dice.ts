import type { Agent, AgentSession } from 'mettle'

/** Takes its chance from the session. */
export const seeded: Agent['run'] = (_, session) => add(session, session.random.int(1_000_000))

/** Takes its chance from the process. */
export const unseeded: Agent['run'] = (_, session) => add(session, Math.floor(Math.random() * 1_000_000))

/** Takes the time for chance. */
export const clocked: Agent['run'] = (_, session) => add(session, Math.floor(performance.now() * 1_000_000))

async function add({ urls }: AgentSession, amount: number) {
  const reply = await fetch(`${urls.ledger}/entries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount }),
  })
  return reply.json()
}
