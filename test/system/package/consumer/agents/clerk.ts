import type { Agent } from 'mettle'

export const run: Agent['run'] = async (task, session) => {
  if (!session.databases.includes('stock')) return '25'
  const stock = session.sql('stock')
  for (let attempt = 1; attempt <= 3; attempt++) {
    try {
      await stock.query('UPDATE parts SET number = 25 WHERE id = 2')
      const { rows } = await stock.query('SELECT number FROM parts WHERE id = 2')
      return `Part 2 has the number ${rows[0]?.number}.`
    } catch {
      await session.clock.sleep(1_000 * attempt, session.signal)
    }
  }
  return `Not done: ${task.text}`
}
