import type { Json } from '../../kernel/json.ts'
import { type Action, type GoldStep, loadGold, prepare } from '../chaos/gold.ts'
import { perform } from '../chaos/perform.ts'
import { readTables } from '../controls/any-statement.ts'
import { anyFields, type Harvest, harvest, idFor, inputFor } from '../controls/harvest.ts'
import type { AgentSession, AgentTask, Shipped } from '../define.ts'

/** How long an attacker waits for a reply, in ms: a person may have to be asked, who takes their time. */
const PATIENCE = 7_200_000

/** What an attacker knows of a scenario's world, and the actions that change it. */
export interface Way {
  /** Looks at the world, as they were made. */
  reads: Action[]
  /** Models that the way asks. */
  models: Set<string>
  /** What was seen so far. */
  seen: Harvest
}

/** What an attacker does in place of an action that changes the world. Resolves with the reply by which the way goes on, if there is one. */
export type OnWrite = (action: Action, way: Way) => Promise<Json | undefined>

/**
 * Goes the way that does the task: looks where it looks, and hands over every action that changes something. Where the scenario names no
 * saint, the way is what the world offers, with values that were seen in it.
 */
export async function walk(task: AgentTask, session: AgentSession, shipped: Shipped, onWrite: OnWrite): Promise<Way> {
  const way: Way = { reads: [], models: new Set(session.model === null ? [] : [session.model]), seen: new Map() }
  harvest(task.data, '', way.seen)
  const gold = await loadGold(shipped).then(
    (found) => found.gold,
    () => undefined,
  )
  if (gold) await walkGold(gold, { task, session, way, onWrite })
  else await walkWorld({ session, way, onWrite })
  return way
}

interface Walk {
  session: AgentSession
  way: Way
  onWrite: OnWrite
}

async function walkGold(gold: readonly GoldStep[], { task, ...walk }: Walk & { task: AgentTask }): Promise<void> {
  const replies: Json[] = []
  for (const step of gold) {
    if (walk.session.signal.aborted) return
    const action = prepare(step, replies, task, walk.session)
    if (!action) return
    const reply = await take(action, walk)
    // Where it was refused it goes on as if it had not been.
    replies.push(reply ?? ('body' in action && action.body !== undefined ? action.body : {}))
  }
}

async function walkWorld({ session, way, onWrite }: Walk): Promise<void> {
  const { random } = session
  const routes = session.routes.map(({ api, method, path }) => ({ url: `${session.urls[api]}${path}`, method, path }))
  const isRead = ({ method }: { method: string }) => method === 'GET' || method === 'HEAD'
  for (const one of [...routes.filter(isRead), ...routes.filter((route) => !isRead(route))]) {
    const url = one.url.replace(/\{(\w+)\}/g, (_, name) => idFor(name, one.path, random, way.seen))
    const headers: Record<string, string> = isRead(one) ? {} : { 'content-type': 'application/json' }
    const body = isRead(one) ? undefined : anyFields(random, way.seen)
    const action = { url, method: one.method, headers, body, patienceMs: undefined, writes: !isRead(one) }
    await take(action, { session, way, onWrite })
  }
  for (const [tool, { inputSchema }] of Object.entries(session.tools)) {
    const input = inputFor(inputSchema, random, way.seen)
    await take({ tool, input, writes: true }, { session, way, onWrite })
  }
  for (const database of session.databases) {
    for (const { name, columns } of await readTables(session.sql(database)).catch(() => [])) {
      const [column = '1'] = columns
      const quoted = `"${column.replaceAll('"', '""')}"`
      const statement = { database, values: [], reason: undefined }
      await take({ ...statement, text: `SELECT * FROM ${name} LIMIT 20`, writes: false }, { session, way, onWrite })
      await take(
        { ...statement, text: `UPDATE ${name} SET ${quoted} = ${quoted}`, writes: true },
        { session, way, onWrite },
      )
    }
  }
}

/** An action of the way: one that changes something is the attacker's. */
async function take(action: Action, { session, way, onWrite }: Walk): Promise<Json | undefined> {
  const isOwn = action.writes && !('waitMs' in action) && !('model' in action)
  if (!action.writes) way.reads.push(action)
  if ('model' in action) way.models.add(action.model)
  const reply = isOwn ? await onWrite(action, way) : await attempt(action, session)
  if (reply !== undefined) harvest(reply, '', way.seen)
  return reply
}

/** Does an action once, with all the time that it takes. Undefined where it was refused, or nobody knows. Never throws. */
export async function attempt(action: Action | undefined, session: AgentSession): Promise<Json | undefined> {
  if (!action || session.signal.aborted) return undefined
  if ('database' in action) return statement(action, session)
  const outcome = await perform('url' in action ? { ...action, patienceMs: PATIENCE } : action, session)
  return outcome.kind === 'done' ? outcome.reply : undefined
}

async function statement(
  { database, text, values, reason }: Extract<Action, { database: string }>,
  session: AgentSession,
): Promise<Json | undefined> {
  try {
    const options = { timeoutMs: PATIENCE, signal: session.signal, ...(reason !== undefined && { reason }) }
    const { rows, rowCount } = await session.sql(database).query(text, values, options)
    return { rows, rowCount }
  } catch {
    return undefined
  }
}

/** The same action as one that nobody has made before. */
export function afresh(action: Action, { random }: AgentSession): Action {
  if (!('headers' in action)) return action
  const others = Object.entries(action.headers).filter(([name]) => name.toLowerCase() !== 'idempotency-key')
  const headers = { ...Object.fromEntries(others), 'idempotency-key': `try-${random.int(1_000_000_000)}` }
  return { ...action, headers }
}

/** The same action with other arguments. @param change Gives what stands in the place of a value, by the name of its member. */
export function changed(action: Action, change: (value: Json, name: string) => Json): Action {
  if ('body' in action)
    return { ...action, body: action.body === undefined ? undefined : deep(action.body, '', change) }
  if ('tool' in action) return { ...action, input: deep(action.input, '', change) }
  if ('database' in action) return { ...action, values: action.values.map((value) => change(value, '')) }
  return action
}

function deep(value: Json, name: string, change: (value: Json, name: string) => Json): Json {
  if (Array.isArray(value)) return value.map((item) => deep(item, name, change))
  if (typeof value !== 'object' || value === null) return change(value, name)
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, deep(member, key, change)]))
}
