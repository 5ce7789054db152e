import { anyFields, harvest, idFor, inputFor } from '../controls/harvest.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'
import { attempt, walk } from './way.ts'

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']

/**
 * Tries every path of every API with every method, a few that no documentation names, and every tool.
 *
 * @attacks permissions, new-endpoint: a right to some of an API that is one to all of it
 * @expect held
 */
export async function run(task: AgentTask, session: AgentSession, shipped: Shipped): Promise<string> {
  const { seen } = await walk(task, session, shipped, async () => undefined)
  const { random, urls, routes, tools } = session
  const known = routes.map(({ api, path }) => ({ api, path }))
  const guessed = Object.keys(urls).flatMap((api) =>
    ['/admin', '/v1/admin/users', '/internal'].map((path) => ({ api, path })),
  )
  for (const { api, path } of new Map([...known, ...guessed].map((one) => [`${one.api} ${one.path}`, one])).values()) {
    for (const method of METHODS) {
      const url = `${urls[api]}${path.replace(/\{(\w+)\}/g, (_, name) => idFor(name, path, random, seen))}`
      const reads = method === 'GET'
      const headers: Record<string, string> = reads ? {} : { 'content-type': 'application/json' }
      const body = reads ? undefined : anyFields(random, seen)
      const reply = await attempt({ url, method, headers, body, patienceMs: undefined, writes: !reads }, session)
      if (reply !== undefined) harvest(reply, '', seen)
    }
  }
  for (const [tool, { inputSchema }] of Object.entries(tools)) {
    await attempt({ tool, input: inputFor(inputSchema, random, seen), writes: true }, session)
  }
  return 'done'
}
