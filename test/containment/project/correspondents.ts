import { once } from 'node:events'
import type http from 'node:http'
import https from 'node:https'
import type { Agent } from 'mettle'

// Agents that use the post office by clients other than fetch, and tell what their client saw.

type Seen = { status?: number; body?: string; code?: string; ms: number; arrivals?: number[] }
type Send = (path: string, body?: string, signal?: AbortSignal) => Promise<{ status: number; body: string }>

const HOURS = '/hours'
/** A letter of 300 kB, of one to four bytes a character. */
const LETTER = 'aéß漢😀'.repeat(25_000)

const byNodeHttp: Send = async (path, body, signal) => {
  const method = body === undefined ? 'GET' : 'POST'
  const request = https.request(`https://post.test${path}`, { method, headers: headersOf(body), signal })
  request.end(body)
  const [reply] = (await once(request, 'response')) as [http.IncomingMessage]
  let text = ''
  reply.setEncoding('utf8')
  for await (const chunk of reply) text += chunk
  return { status: reply.statusCode ?? 0, body: text }
}

const byAxios: Send = async (path, body, signal) => {
  const { default: axios } = await import('axios')
  const options = { headers: headersOf(body), responseType: 'text', transformResponse: (text: string) => text } as const
  const config = { ...options, validateStatus: () => true, ...(signal && { signal }) }
  const url = `https://post.test${path}`
  const reply = body === undefined ? await axios.get(url, config) : await axios.post(url, body, config)
  return { status: reply.status, body: reply.data }
}

const byGot: Send = async (path, body, signal) => {
  const { default: got } = await import('got')
  const method = body === undefined ? 'GET' : 'POST'
  const options = { method, headers: headersOf(body), retry: { limit: 0 }, throwHttpErrors: false } as const
  const reply = await got(`https://post.test${path}`, { ...options, ...(body && { body }), ...(signal && { signal }) })
  return { status: reply.statusCode, body: reply.body }
}

const byUndici: Send = async (path, body, signal) => {
  const { request } = await import('undici')
  const method = body === undefined ? 'GET' : 'POST'
  const options = { method, headers: headersOf(body), body: body ?? null } as const
  const reply = await request(`https://post.test${path}`, { ...options, ...(signal && { signal }) })
  return { status: reply.statusCode, body: await reply.body.text() }
}

function headersOf(body: string | undefined): Record<string, string> {
  return body === undefined ? {} : { 'content-type': 'application/json' }
}

async function tell(act: () => Promise<Partial<Seen>>): Promise<{ output: Seen }> {
  const since = performance.now()
  const seen = await act().catch((thrown) => ({ code: thrown.cause?.code ?? thrown.code ?? String(thrown) }))
  return { output: { ...seen, ms: Math.round(performance.now() - since) } }
}

const reads =
  (send: Send): Agent['run'] =>
  () =>
    tell(() => send(HOURS)) as never
export const readsByNodeHttp = reads(byNodeHttp)
export const readsByAxios = reads(byAxios)
export const readsByGot = reads(byGot)
export const readsByUndici = reads(byUndici)

const writes =
  (send: Send): Agent['run'] =>
  () =>
    tell(async () => {
      const { status, body } = await send('/letters', JSON.stringify({ text: LETTER }))
      return { status, body: String(JSON.parse(body).text === LETTER) }
    }) as never
export const writesByNodeHttp = writes(byNodeHttp)
export const writesByAxios = writes(byAxios)
export const writesByGot = writes(byGot)
export const writesByUndici = writes(byUndici)

const givesUp =
  (send: Send): Agent['run'] =>
  () =>
    tell(() => send('/slow', undefined, AbortSignal.timeout(150))) as never
export const givesUpByNodeHttp = givesUp(byNodeHttp)
export const givesUpByAxios = givesUp(byAxios)
export const givesUpByGot = givesUp(byGot)
export const givesUpByUndici = givesUp(byUndici)

/** Destroys its request, as clients did before there were signals. */
export const destroysRequest: Agent['run'] = () =>
  tell(async () => {
    const request = https.get('https://post.test/slow')
    setTimeout(() => request.destroy(), 150)
    await once(request, 'response')
    return {}
  }) as never

/** When each piece of a streamed reply arrives. */
export const listens: Agent['run'] = () =>
  tell(async () => {
    const request = https.get('https://post.test/lines')
    const [reply] = (await once(request, 'response')) as [http.IncomingMessage]
    const since = performance.now()
    const arrivals: number[] = []
    let body = ''
    for await (const chunk of reply) {
      arrivals.push(Math.round(performance.now() - since))
      body += chunk
    }
    return { body, arrivals }
  }) as never

/** Hangs up after the first piece. */
export const hangsUp: Agent['run'] = () =>
  tell(async () => {
    const request = https.get('https://post.test/lines')
    const [reply] = (await once(request, 'response')) as [http.IncomingMessage]
    const [chunk] = await once(reply, 'data')
    request.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return { body: String(chunk) }
  }) as never

const kept = new https.Agent({ keepAlive: true })
let trials = 0

/** Keeps its connections for the next call, and for the next trial where there is one. */
export const keepsConnections: Agent['run'] = () =>
  tell(async () => {
    trials++
    let body = ''
    for (let call = 0; call < 3; call++) {
      const request = https.get('https://post.test/hours', { agent: kept })
      const [reply] = (await once(request, 'response')) as [http.IncomingMessage]
      await reply.toArray()
      body += `${reply.statusCode}${request.reusedSocket ? ' reused' : ''} `
    }
    return { body: `${body}in trial ${trials}` }
  }) as never
