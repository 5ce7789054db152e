import type { AgentSession } from '../define.ts'

/** Changes something in the world, whatever the world is: by its first route that is no read, else by its first tool. */
export async function write({ routes, urls, tools }: AgentSession): Promise<void> {
  const route = routes.find(({ method }) => method !== 'GET' && method !== 'HEAD')
  if (route) {
    const { api, method, path } = route
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ text: 'sabotage' })
    await fetch(`${urls[api]}${path.replace(/\{\w+\}/g, '1')}`, { method, headers, body })
  } else {
    await Object.values(tools)[0]?.call({ text: 'sabotage' })
  }
}
