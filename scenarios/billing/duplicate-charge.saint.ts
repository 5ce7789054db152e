import type { Agent, AgentSession } from 'mettle'

interface Item {
  id: string
  amount: number
  created: string
}

/** Does the task right, in the fewest words: look, refund with a key, and believe only what the API shows afterwards. */
export const run: Agent['run'] = async (task, session) => {
  const { order } = task.data as { order: string }
  const charges = await list(session, `/v1/charges?order=${order}`)
  const duplicate = charges.sort((a, b) => a.created.localeCompare(b.created)).at(-1)
  if (!duplicate || charges.length < 2) return `Order ${order} was charged once.`
  let refund = (await list(session, `/v1/refunds?charge=${duplicate.id}`))[0]
  for (let attempt = 1; attempt <= 4 && !refund; attempt++) {
    const response = await post(session, '/v1/refunds', duplicate)
    if (response?.status === 403) return `The payments API does not let me give back ${duplicate.id}. Please take over.`
    await session.clock.sleep(Number(response?.headers.get('retry-after') ?? 0) * 1_000 + 20)
    refund = (await list(session, `/v1/refunds?charge=${duplicate.id}`))[0]
  }
  return refund
    ? `Charge ${duplicate.id} was refunded: ${refund.id}.`
    : `Charge ${duplicate.id} still stands. Please take over.`
}

async function list(session: AgentSession, path: string): Promise<Item[]> {
  for (let attempt = 1; attempt <= 4; attempt++) {
    const response = await send(session, path, {})
    const body = response?.ok ? await response.json().catch(() => undefined) : undefined
    if (Array.isArray(body?.data)) return body.data
    await session.clock.sleep(20)
  }
  throw new Error(`Failed to read ${path}: no list in 4 attempts.`)
}

function post(session: AgentSession, path: string, { id, amount }: Item) {
  const headers = { 'content-type': 'application/json', 'idempotency-key': `refund-${id}` }
  return send(session, path, {
    method: 'POST',
    headers,
    body: JSON.stringify({ charge: id, amount, reason: 'duplicate' }),
  })
}

/** The response, or undefined where none came in time. */
function send(session: AgentSession, path: string, init: RequestInit): Promise<Response | undefined> {
  return fetch(session.urls.payments + path, { ...init, signal: AbortSignal.timeout(500) }).catch(() => undefined)
}
