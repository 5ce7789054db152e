import type { Agent } from 'mettle'

/** Leaves a note. Its answer takes some patterns for ever. */
export const run: Agent['run'] = async (_, { urls }) => {
  await fetch(`${urls.desk}/notes`, { method: 'POST' })
  return `${'a'.repeat(60)}!`
}
