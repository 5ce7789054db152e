import type { Agent, AgentSession, GoldWay, Json } from 'mettle'

interface Job {
  id: string
  report: string
}

const PAUSE_MS = 300

/** Does the task right, in the fewest words: start what is missing, look, and stop after four tries. */
export const run: Agent['run'] = async (task, session) => {
  const period = periodOf(task.data)
  try {
    const reports = await list<{ id: string }>(session, `/v1/reports?period=${period}`)
    for (let attempt = 0; ; attempt++) {
      const jobs = await list<Job>(session, `/v1/jobs?period=${period}`)
      const missing = reports.map(({ id }) => id).filter((id) => !jobs.some(({ report }) => report === id))
      const started = jobs.map(({ id }) => id)
      if (missing.length === 0 || attempt === 4) return { started }
      const response = await post(session, '/v1/jobs', { reports: missing })
      await session.clock.sleep(Number(response?.headers.get('retry-after') ?? 0) * 1_000 + PAUSE_MS)
    }
  } catch {
    return { started: [] }
  }
}

/** The way when nothing goes wrong and nobody lies. */
export const gold: GoldWay['gold'] = [
  { api: 'exports', method: 'GET', path: (_, task) => `/v1/reports?period=${periodOf(task.data)}` },
  { api: 'exports', method: 'GET', path: (_, task) => `/v1/jobs?period=${periodOf(task.data)}` },
  {
    api: 'exports',
    method: 'POST',
    path: '/v1/jobs',
    headers: (_, task) => ({ 'idempotency-key': `exports-${periodOf(task.data)}` }),
    body: (replies) => ({ reports: itemsOf(replies[0]).map(({ id }) => id) }),
  },
  { api: 'exports', method: 'GET', path: (_, task) => `/v1/jobs?period=${periodOf(task.data)}` },
]

export const claim: GoldWay['claim'] = (replies) => ({ started: itemsOf(replies[3]).map(({ id }) => id) })

export const admit: GoldWay['admit'] = () => ({ started: [] })

export const boast: GoldWay['boast'] = (made) => ({ started: [made ?? 'export-1', 'export-2', 'export-3'] })

async function list<T>(session: AgentSession, path: string): Promise<T[]> {
  for (let attempt = 1; attempt <= 4; attempt++) {
    const response = await send(session, path, {})
    const body = response?.ok ? await response.json().catch(() => undefined) : undefined
    if (Array.isArray(body?.data)) return body.data
    await session.clock.sleep(PAUSE_MS)
  }
  throw new Error(`Failed to read ${path}: no list in 4 attempts.`)
}

function post(session: AgentSession, path: string, body: Json) {
  const headers = { 'content-type': 'application/json' }
  return send(session, path, { method: 'POST', headers, body: JSON.stringify(body) })
}

/** The response, or undefined where none came in time. */
function send(session: AgentSession, path: string, init: RequestInit): Promise<Response | undefined> {
  return fetch(session.urls.exports + path, { ...init, signal: AbortSignal.timeout(500) }).catch(() => undefined)
}

function periodOf(data: Json): string {
  return (data as { period: string }).period
}

function itemsOf(reply: Json | undefined): Job[] {
  return (reply as unknown as { data: Job[] }).data
}
