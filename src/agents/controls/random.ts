import type { Json } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import type { AgentSession, AgentTask } from '../define.ts'
import { anyStatement, readTables } from './any-statement.ts'
import { anyFields, type Harvest, harvest, idFor, inputFor } from './harvest.ts'

/**
 * Makes 8 to 12 legal calls at random, with values that it has seen, and says that it is done. A scenario that it
 * passes is passed by luck.
 */
export async function run(task: AgentTask, session: AgentSession): Promise<string> {
  const seen: Harvest = new Map()
  harvest(task.data, '', seen)
  const calls = 8 + session.random.int(5)
  for (let left = calls; left > 0 && !session.signal.aborted; left--) {
    const reply = await act(session, seen).catch(() => null)
    harvest(reply, '', seen)
  }
  return 'done'
}

function act(session: AgentSession, seen: Harvest): Promise<Json> {
  const { random, routes, tools, databases } = session
  const names = Object.keys(tools)
  const chosen = random.int(Math.max(1, routes.length + names.length + databases.length))
  const [route, database] = [routes[chosen], databases[chosen - routes.length - names.length]]
  if (database !== undefined) return useDatabase(database, session, seen)
  return route ? callRoute(route, session, seen) : callTool(names[chosen - routes.length], session, seen)
}

/** Looks which tables there are, and then does something to one of them. */
async function useDatabase(name: string, { sql, random }: AgentSession, seen: Harvest): Promise<Json> {
  const database = sql(name)
  const statement = anyStatement(await readTables(database), { random, seen })
  if (!statement) return null
  const { rows } = await database.query(statement.text, statement.values, { timeoutMs: 1_000 })
  return rows
}

async function callRoute({ api, method, path }: Route, session: AgentSession, seen: Harvest): Promise<Json> {
  const { random, urls, signal } = session
  const url = new URL(`${urls[api]}${path.replace(/\{(\w+)\}/g, (_, name) => idFor(name, path, random, seen))}`)
  const reading = method === 'GET' || method === 'HEAD'
  if (reading && url.pathname === path && seen.size > 0) addFilter(url, random, seen)
  const headers = { 'content-type': 'application/json' }
  const body = reading ? {} : { headers, body: JSON.stringify(anyFields(random, seen)) }
  const response = await fetch(url, { method, ...body, signal: AbortSignal.any([signal, AbortSignal.timeout(1_000)]) })
  return (await response.json()) as Json
}

type Route = AgentSession['routes'][number]

async function callTool(name: string | undefined, { tools, random }: AgentSession, seen: Harvest): Promise<Json> {
  const tool = name === undefined ? undefined : tools[name]
  if (!tool) return null
  const { content } = await tool.call(inputFor(tool.inputSchema, random, seen))
  return content
}

function addFilter(url: URL, random: Random, seen: Harvest): void {
  const name = random.pick([...seen.keys()])
  url.searchParams.set(name, String(random.pick(seen.get(name) ?? [null])))
}
