import type { Agent, AgentSession } from 'mettle'

/** Right in every trial. */
export const steady: Agent['run'] = (_, session) => add(session, 1)

/** Right in nine of ten trials. */
export const wobbly: Agent['run'] = (_, session) => (session.random.next() < 0.9 ? add(session, 1) : 'done')

/** Right in no trial. */
export const broken: Agent['run'] = () => 'done'

async function add({ urls }: AgentSession, amount: number) {
  const reply = await fetch(`${urls.ledger}/entries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount }),
  })
  return reply.json()
}
