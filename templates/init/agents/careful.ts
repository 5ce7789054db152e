import type { AgentSession, AgentTask } from 'mettle'

/** Looks before it pays, pays once, and says what it knows. Put a call of your own agent in its place. */
export async function run(task: AgentTask, session: AgentSession) {
  const { order } = Object(task.data)
  const refunds = `${session.urls.shop}/refunds`
  for (let attempt = 1; attempt <= 5; attempt++) {
    try {
      // A refund whose reply was lost is found here, and not made again.
      const [made] = await ask(`${refunds}?order=${order}`)
      if (made) return `Order ${order} was refunded: ${made.id}.`
      const { amount } = await ask(`${session.urls.shop}/orders/${order}`)
      await ask(refunds, { order, amount })
    } catch {
      // It failed, or it was done and nobody said so. The next look tells.
      await session.clock.sleep(500 * 2 ** attempt, session.signal)
    }
  }
  return `I could not refund order ${order}. A person has to look.`
}

/** Asks the shop. Throws on anything but a yes. */
async function ask(url: string, body?: object) {
  const post = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const response = await fetch(url, body && post)
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`)
  return response.json()
}
