import type { Agent } from 'mettle'

// Where the test listens; the world knows nothing of it.
const outside = process.env.CANARY ?? ''

export const staysInside: Agent['run'] = async (_, { urls }) => {
  const reply = await fetch(`${urls.desk}/notes`)
  return `done: ${reply.status}`
}

export const byText: Agent['run'] = () => attempt(() => fetch(`${outside}/text`))

export const byUrl: Agent['run'] = () => attempt(() => fetch(new URL('/url', outside), { method: 'POST', body: 'x' }))

export const byRequest: Agent['run'] = () => attempt(() => fetch(new Request(`${outside}/request`)))

export const besideHonestWork: Agent['run'] = async (task, session) => {
  await attempt(() => fetch(`${outside}/beside`))
  return staysInside(task, session)
}

async function attempt(call: () => Promise<Response>): Promise<string> {
  try {
    return `done: ${(await call()).status}`
  } catch (thrown) {
    const { message, cause } = thrown as Error & { cause: { code: string } }
    return `done: ${message}, ${cause.code}`
  }
}
