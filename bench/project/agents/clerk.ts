import type { Agent } from 'mettle'

/** Reads an order and changes four. */
export const run: Agent['run'] = async (_, { sql }) => {
  const db = sql('shop')
  await db.query('SELECT total FROM orders WHERE id = $1', [1])
  for (let id = 1; id <= 4; id++) await db.query('UPDATE orders SET total = total + 1 WHERE id = $1', [id])
  return { output: 'done' }
}
