import type { Agent } from 'mettle'
import { orderFlour } from './mill.ts'

/** Orders, and orders again when that failed. */
export const run: Agent['run'] = async (task, session) => {
  const { bags } = task.data as { bags: number }
  const order = () => orderFlour(session.urls.mill ?? '', bags)
  const made = await order().catch(order)
  await session.tools.book_flour?.call({ bags })
  return `Ordered: ${made.id}.`
}
