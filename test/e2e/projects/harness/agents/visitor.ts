import type { Agent } from 'mettle'

/** Leaves a note. Tells all that it saw. */
export const run: Agent['run'] = async ({ scenario }, { urls }) => {
  const seen: unknown[] = []
  const look = async (path: string, init: RequestInit) => {
    try {
      const response = await fetch(urls.desk + path, init)
      seen.push(response.status, [...response.headers], await response.text())
    } catch (thrown) {
      const { message, cause } = thrown as Error
      seen.push(message, String(cause))
    }
  }
  if (scenario === 'world') await look('/drawer', {})
  await look('/notes', { method: 'POST' })
  return JSON.parse(JSON.stringify(seen))
}
