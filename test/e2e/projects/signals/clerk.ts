import type { AgentSession } from 'mettle'

/** Long enough that a signal finds a trial halfway, with a change that is committed, in ms. */
const HALFWAY_MS = 120

export async function run(_: unknown, session: AgentSession): Promise<string> {
  await session.sql('shop').query("UPDATE orders SET state = 'packed' WHERE id = 1")
  await fetch('https://post.test/parcels', { method: 'POST', body: '{}' })
  await new Promise((resolve) => setTimeout(resolve, HALFWAY_MS))
  await session.sql('shop').query("UPDATE orders SET state = 'sent' WHERE id = 1")
  return 'sent'
}
