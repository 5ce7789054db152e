import type { Agent } from 'mettle'

/** Leaves a note, and says what came of it. */
export const run: Agent['run'] = async (_, { urls }) => {
  const response = await fetch(`${urls.desk}/notes`, { method: 'POST' })
  return response.status
}
