import type { Json } from '../../kernel/json.ts'
import type { Agent } from '../define.ts'

const DEPTH = 100_000

/**
 * Sends JSON of 100,000 levels as a body, as a tool's input and as its answer.
 *
 * @attacks whatever walks through JSON by calling itself
 * @expect failed: Score
 */
export const run: Agent['run'] = async (_, { routes, urls, tools }) => {
  const route = routes.find(({ method }) => method !== 'GET')
  if (route) {
    const headers = { 'content-type': 'application/json' }
    const body = `{"text":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`
    await fetch(`${urls[route.api]}${route.path}`, { method: route.method, headers, body }).catch(() => {})
  }
  for (const tool of Object.values(tools)) await tool.call(deep()).catch(() => {})
  return deep()
}

function deep(): Json {
  let value: Json = []
  for (let depth = 0; depth < DEPTH; depth++) value = [value]
  return value
}
