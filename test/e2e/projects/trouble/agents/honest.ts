import type { Agent } from 'mettle'

/** Leaves the note. */
export const run: Agent['run'] = async (_, { urls }) => {
  const reply = await fetch(`${urls.desk}/notes`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ text: 'hello' }),
  })
  return reply.json()
}
