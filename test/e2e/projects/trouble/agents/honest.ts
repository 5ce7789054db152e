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

/** Leaves the note as well, and needs memory for it, long enough to be seen from outside. */
export const large: Agent['run'] = async (task, session) => {
  const needed = Buffer.alloc(60_000_000, 1)
  await new Promise((resolve) => setTimeout(resolve, 250))
  await run(task, session)
  return needed.byteLength
}
