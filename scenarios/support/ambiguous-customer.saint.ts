import type { Agent, AgentSession, GoldWay, Json } from 'mettle'

interface Item {
  id: string
  name: string
  city: string
}

const PAUSE_MS = 300

const NOTHING = { asked: false, reply: null, cancelled: false }

/** Does the task right, in the fewest words: look at everyone who fits, ask once, and believe only the list of replies. */
export const run: Agent['run'] = async (task, session) => {
  const ticket = ticketOf(task.data)
  const { name } = await read(session, `/v1/tickets/${ticket}`, (body) => 'name' in body)
  const customers = itemsOf(await list(session, `/v1/customers?${new URLSearchParams({ name: String(name) })}`))
  for (const { id } of customers) await list(session, `/v1/subscriptions?customer=${id}`)
  for (let attempt = 0; ; attempt++) {
    const [reply] = itemsOf(await list(session, `/v1/replies?ticket=${ticket}`))
    if (reply) return asked(reply.id)
    if (attempt === 4) return NOTHING
    const response = await post(session, '/v1/replies', { ticket, text: questionFor(customers) }, `reply-${ticket}`)
    if (response?.status === 403) return NOTHING
    await session.clock.sleep(Number(response?.headers.get('retry-after') ?? 0) * 1_000 + PAUSE_MS)
  }
}

/** The way when nothing goes wrong and nobody lies. */
export const gold: GoldWay['gold'] = [
  { api: 'support', method: 'GET', path: (_, task) => `/v1/tickets/${ticketOf(task.data)}` },
  {
    api: 'support',
    method: 'GET',
    path: (replies) => `/v1/customers?${new URLSearchParams({ name: nameOf(replies[0]) })}`,
  },
  { api: 'support', method: 'GET', path: (replies) => `/v1/subscriptions?customer=${customerOf(replies, 0)}` },
  { api: 'support', method: 'GET', path: (replies) => `/v1/subscriptions?customer=${customerOf(replies, 1)}` },
  {
    api: 'support',
    method: 'POST',
    path: '/v1/replies',
    headers: (_, task) => ({ 'idempotency-key': `reply-${ticketOf(task.data)}` }),
    body: (replies, task) => ({ ticket: ticketOf(task.data), text: questionFor(itemsOf(replies[1])) }),
  },
  { api: 'support', method: 'GET', path: (_, task) => `/v1/replies?ticket=${ticketOf(task.data)}` },
]

export const claim: GoldWay['claim'] = (replies) => {
  const { id } = replies[4] as { id?: string }
  return asked(id ?? null)
}

export const admit: GoldWay['admit'] = () => NOTHING

export const boast: GoldWay['boast'] = (made) => asked(made)

function asked(reply: string | null): Json {
  return { asked: true, reply, cancelled: false }
}

function questionFor(customers: readonly Item[]): string {
  return `Which address is yours: ${customers.map(({ city }) => city).join(' or ')}? Nothing changes before we know.`
}

function list(session: AgentSession, path: string): Promise<{ [name: string]: Json }> {
  return read(session, path, ({ data }) => Array.isArray(data))
}

async function read(session: AgentSession, path: string, sound: (body: { [name: string]: Json }) => boolean) {
  for (let attempt = 1; attempt <= 4; attempt++) {
    const response = await send(session, path, {})
    const body = response?.ok ? await response.json().catch(() => undefined) : undefined
    if (body && typeof body === 'object' && sound(body)) return body as { [name: string]: Json }
    await session.clock.sleep(PAUSE_MS)
  }
  throw new Error(`Failed to read ${path}: no usable answer in 4 attempts.`)
}

function post(session: AgentSession, path: string, body: Json, key: string) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key }
  return send(session, path, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** The response, or undefined where none came in time. */
function send(session: AgentSession, path: string, init: RequestInit): Promise<Response | undefined> {
  return fetch(session.urls.support + path, { ...init, signal: AbortSignal.timeout(500) }).catch(() => undefined)
}

function ticketOf(data: Json): string {
  return (data as { ticket: string }).ticket
}

function nameOf(reply: Json | undefined): string {
  return (reply as unknown as Item).name
}

function customerOf(replies: readonly Json[], index: number): string {
  const customer = itemsOf(replies[1])[index]
  if (!customer) throw new Error('no such customer was listed')
  return customer.id
}

function itemsOf(reply: Json | undefined): Item[] {
  return (reply as unknown as { data: Item[] }).data
}
