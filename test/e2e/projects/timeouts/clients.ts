import http from 'node:http'
import https from 'node:https'
import type { Agent, Json } from 'mettle'

interface Way {
  agent?: (of: typeof http | typeof https) => http.Agent | false
  options?: (limit: number) => http.RequestOptions
  arm?: (request: http.ClientRequest, limit: number) => void
}

const byRequest: Way['arm'] = (request, limit) => void request.setTimeout(limit)
const bySocket: Way['arm'] = (request, limit) => {
  request.once('socket', (socket) => void socket.setTimeout(limit, () => request.emit('timeout')))
}
const limited: Way['options'] = (timeout) => ({ timeout })

/** When the time-out fired, in ms, and how the request ended. */
function ask(url: string, { agent, options, arm }: Way, limit: number): Promise<Json> {
  return new Promise((done) => {
    const from = Date.now()
    const of = url.startsWith('https:') ? https : http
    let firedAfter: number | null = null
    const end = (how: Json) => done({ firedAfter, how })
    const fail = (error: NodeJS.ErrnoException) => end(error.code ?? error.message)
    const request = of.request(url, { ...options?.(limit), ...(agent && { agent: agent(of) }) }, (response) => {
      response.resume()
      response.on('error', fail)
      response.on('end', () => end(response.statusCode ?? null))
    })
    request.on('timeout', () => {
      firedAfter = Date.now() - from
      request.destroy(Object.assign(new Error('too late'), { code: 'TOO-LATE' }))
    })
    request.on('error', fail)
    arm?.(request, limit)
    request.end()
  })
}

/** Asks by http and by https. */
const asking = (way: Way): Agent['run'] => {
  return async ({ data }, { urls }) => {
    const { limit } = data as { limit: number }
    return Promise.all([`${urls.office}/x`, `${urls.bank}/x`].map((url) => ask(url, way, limit)))
  }
}

/** The ways to put a limit to a request: by the request, its options or its socket, with every kind of Agent. */
export const byDefault = asking({ arm: byRequest })
export const withoutAgent = asking({ agent: () => false, arm: byRequest })
export const withOwnAgent = asking({ agent: (of) => new of.Agent(), arm: byRequest })
export const keptAlive = asking({ agent: (of) => new of.Agent({ keepAlive: true }), arm: byRequest })
export const byOptions = asking({ options: limited })
export const byOptionsOfOwn = asking({ options: limited, agent: (of) => new of.Agent() })
export const onSocket = asking({ agent: () => false, arm: bySocket })

export const WAYS = [
  'byDefault',
  'withoutAgent',
  'withOwnAgent',
  'keptAlive',
  'byOptions',
  'byOptionsOfOwn',
  'onSocket',
]
