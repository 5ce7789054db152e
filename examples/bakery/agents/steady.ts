import type { Agent, AgentSession } from 'mettle'
import { listOrders, type Order, orderFlour, Refused } from './mill.ts'

/** Looks whether the order is there before it orders, and after each try that got no answer. */
export const run: Agent['run'] = async (task, session) => {
  const { bags } = task.data as { bags: number }
  try {
    const order = await ensureOrder(session, bags)
    await session.tools.book_flour?.call({ bags })
    return `Ordered: ${order.id}.`
  } catch (thrown) {
    if (!(thrown instanceof Refused)) throw thrown
    await session.tools.leave_note?.call({ text: `No flour was ordered (${thrown.status}). Please look at it.` })
    return `Nothing was ordered: the mill answered ${thrown.status}.`
  }
}

async function ensureOrder({ urls, clock, signal }: AgentSession, bags: number): Promise<Order> {
  const mill = urls.mill ?? ''
  for (let attempt = 1; ; attempt++) {
    const found = (await listOrders(mill)).find((order) => order.bags === bags)
    if (found) return found
    try {
      return await orderFlour(mill, bags)
    } catch (thrown) {
      // A clear no is an answer. Only what got none is tried again.
      if (thrown instanceof Refused || attempt === 3) throw thrown
      await clock.sleep(1_000 * 2 ** attempt, signal)
    }
  }
}
