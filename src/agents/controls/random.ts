import type { Json } from '../../kernel/json.ts'
import type { Random } from '../../kernel/random.ts'
import type { AgentSession, AgentTask } from '../define.ts'
import { anyStatement, readTables } from './any-statement.ts'

/** Values that the agent has come across, by the name of their field. */
type Harvest = Map<string, Json[]>

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

/** An input with the properties that a JSON Schema names, of the right types. */
function inputFor(schema: Json, random: Random, seen: Harvest): Json {
  const { properties = {} } = (schema ?? {}) as { properties?: Record<string, { type?: string; enum?: Json[] }> }
  const entries = Object.entries(properties).map(([name, { type, enum: values }]) => {
    const known = seen.get(name)?.filter((value) => type === undefined || typeOf(value) === type)
    if (values && values.length > 0) return [name, random.pick(values)]
    return [name, known && known.length > 0 ? random.pick(known) : anyOf(type, random)]
  })
  return Object.fromEntries(entries)
}

function typeOf(value: Json): string {
  if (typeof value === 'number' && Number.isInteger(value)) return 'integer'
  return Array.isArray(value) ? 'array' : typeof value
}

function anyOf(type: string | undefined, random: Random): Json {
  if (type === 'number' || type === 'integer') return random.int(100)
  if (type === 'boolean') return random.int(2) === 1
  if (type === 'array') return []
  return type === 'object' ? {} : `text ${random.int(100)}`
}

/** '/v1/charges/{id}': something called id or charge, where one was seen. */
function idFor(name: string, path: string, random: Random, seen: Harvest): string {
  const kind = path.split('/').find((_, index, parts) => parts[index + 1] === `{${name}}`) ?? ''
  const known = [...(seen.get(name) ?? []), ...(seen.get(kind.replace(/s$/, '')) ?? [])]
  return encodeURIComponent(known.length > 0 ? String(random.pick(known)) : '1')
}

function addFilter(url: URL, random: Random, seen: Harvest): void {
  const name = random.pick([...seen.keys()])
  url.searchParams.set(name, String(random.pick(seen.get(name) ?? [null])))
}

/** A body of everything that was seen: each field with one of its values, ids under the names that refer to them. */
function anyFields(random: Random, seen: Harvest): Json {
  return Object.fromEntries([...seen].map(([name, values]) => [name, random.pick(values)]))
}

/** Keeps the plain values of a reply, at any depth, 50 of a name at the most. */
function harvest(value: Json, name: string, seen: Harvest): void {
  if (Array.isArray(value)) {
    for (const item of value.slice(0, 50)) harvest(item, name, seen)
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) harvest(member, key, seen)
  } else if (name !== '' && value !== null) {
    const known = seen.get(name) ?? []
    if (known.length < 50) seen.set(name, [...known, value])
  }
}
