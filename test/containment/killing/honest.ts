import type { Agent, Json } from 'mettle'

/** Reads the notes, leaves its own, waits a little, and looks whether it is there. */
export const run: Agent['run'] = async (_, { urls, clock }) => {
  const notes = `${urls.desk}/notes`
  await fetch(notes)
  const headers = { 'content-type': 'application/json' }
  await fetch(notes, { method: 'POST', headers, body: JSON.stringify({ text: 'hello' }) })
  await clock.sleep(60)
  const reply = await fetch(notes)
  return { output: (await reply.json()) as Json }
}
