import { createServer, type IncomingMessage, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Route } from '../../../src/boundary/http-world.ts'
import { createSeam } from '../../../src/boundary/seam.ts'
import { type HttpOutput, headerOf, WholeBody } from '../../../src/boundary/wire.ts'
import { installFetch } from '../../../src/channels/http/fetch.ts'
import { createServing } from '../../../src/channels/http/serving.ts'
import { channels } from '../../../src/channels/index.ts'
import { manualClock } from '../../../src/kernel/clock.ts'
import type { TraceEvent } from '../../../src/trace/event.ts'

const realFetch = globalThis.fetch

/** What arrives at a server: the same is told by a real one and by the world behind the seam. */
interface Arrived {
  method: string
  path: string
  body: string
  headers: Record<string, string | undefined>
}

/** `/302?to=/end` answers 302 to /end; `/loop` leads to itself; `/bare` has no location. */
function answer(path: string): { status: number; location?: string } {
  const url = new URL(path, 'http://x')
  const status = Number(/^\/(30\d)/.exec(url.pathname)?.[1] ?? 200)
  const count = Number(url.searchParams.get('count') ?? 0)
  if (url.pathname === '/count') {
    return count === 0 ? { status: 200 } : { status: 302, location: `/count?count=${count - 1}` }
  }
  const location = url.searchParams.get('to')
  return location === null ? { status } : { status, location }
}

const SHOWN = ['content-type', 'content-length', 'authorization', 'cookie', 'x-own', 'content-language']

function arrivedFrom(
  method: string,
  path: string,
  body: string,
  header: (name: string) => string | undefined,
): Arrived {
  return { method, path, body, headers: Object.fromEntries(SHOWN.map((name) => [name, header(name)])) }
}

let arrived: Arrived[] = []
const serve: RequestListener = async (request, response) => {
  const { method = '', url = '', headers } = request
  arrived.push(arrivedFrom(method, url, await textOf(request), (name) => headers[name] as string | undefined))
  const { status, location } = answer(url)
  response.writeHead(status, location === undefined ? {} : { location }).end(status === 200 ? 'the end' : 'a stop')
}
const servers = [createServer(serve), createServer(serve)]

async function textOf(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += chunk
  return text
}

let origin = ''
/** Another host of the same world. */
let elsewhere = ''
let ours: typeof fetch
const events: TraceEvent[] = []

beforeAll(async () => {
  const listening = servers.map((server) => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
  await Promise.all(listening)
  const [here, there] = servers.map((server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  origin = here ?? ''
  elsewhere = there ?? ''
  const serving = createServing()
  installFetch(serving)
  ours = globalThis.fetch
  globalThis.fetch = realFetch
  const seam = createSeam({
    channels,
    guards: [],
    injector: { draw: () => [] },
    approver: undefined,
    clock: manualClock(),
    signal: new AbortController().signal,
    maxCalls: 1_000,
    write: (event) => void events.push(event),
    stop: () => {},
  })
  const note = (event: TraceEvent) => void events.push(event)
  serving.open({ http: { route: world }, seam, principal: 'agent', belongs: () => true, note })
})

afterAll(() => {
  for (const server of servers) server.close()
})

function world(_method: string, { origin: from }: URL): Route | undefined {
  if (from !== origin && from !== elsewhere) return undefined
  return {
    target: 'x',
    access: 'read',
    path: {},
    declare: () => ({ items: 1 }),
    execute: async ({ method, url, headers, body }) => {
      arrived.push(arrivedFrom(method, url.pathname + url.search, body?.text ?? '', (name) => headerOf(headers, name)))
      const { status, location } = answer(url.pathname + url.search)
      const whole = status === 200 ? 'the end' : 'a stop'
      const streamed = new Response(whole).body as HttpOutput['body']
      const text = url.searchParams.has('stream') ? streamed : new WholeBody(whole)
      return {
        kind: 'ok',
        output: { status, headers: location === undefined ? [] : [['location', location]], body: text },
      }
    },
  }
}

/** What a client sees of it, and what came to arrive. Two servers may spell a request's length differently. */
async function observe(by: typeof fetch, path: string, init?: RequestInit) {
  arrived = []
  const seen = await by(origin + path, init).then(
    async (response) => ({
      status: response.status,
      url: response.url.replace(origin, ''),
      redirected: response.redirected,
      location: response.headers.get('location'),
      text: await response.text(),
    }),
    (thrown: Error) => ({ thrown: thrown.message, cause: (thrown.cause as Error)?.message?.replace(origin, '') }),
  )
  for (const { headers } of arrived) if (headers['content-length'] === '0') delete headers['content-length']
  return {
    seen,
    arrived: arrived.map(({ headers: { 'content-length': _, ...headers }, ...rest }) => ({ ...rest, headers })),
  }
}

const POST: RequestInit = {
  method: 'POST',
  body: '{"amount":1}',
  headers: {
    'content-type': 'application/json',
    authorization: 'Bearer t',
    cookie: 'a=1',
    'x-own': 'y',
    'content-language': 'de',
  },
}
const statuses = [301, 302, 303, 307, 308]

describe('our fetch does as the real one', () => {
  test.each(
    statuses.flatMap((status) => ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'].map((method) => [status, method] as const)),
  )('on %i for %s', async (status, method) => {
    const bodiless = method === 'GET' || method === 'HEAD'
    const { body, ...rest } = POST
    const init = { ...rest, method, ...(!bodiless && { body: body ?? null }) }
    const real = await observe(realFetch, `/${status}?to=/end`, init)
    expect(await observe(ours, `/${status}?to=/end`, init)).toEqual(real)
    expect(real.arrived).toHaveLength(2)
  })

  test.each<[string, string, RequestInit?]>([
    ['where the client wants to see it', '/302?to=/end', { redirect: 'manual' }],
    ['where the client wants none', '/302?to=/end', { redirect: 'error' }],
    ['where the client wants none and gets none', '/end', { redirect: 'error' }],
    ['where no address is given', '/302'],
    ['where no address is given and none is wanted', '/302', { redirect: 'error' }],
    ['on 304, which leads nowhere', '/304?to=/end'],
    ['on 300, which leads nowhere', '/300?to=/end'],
    ['after 20 redirects', '/count?count=20'],
    ['after 21', '/count?count=21'],
    ['where the address is none', `/302?to=${encodeURIComponent('http://[')}`],
    ['where the address is no HTTP', `/302?to=${encodeURIComponent('ftp://x.test/')}`],
    ['where the address is a data URL', `/302?to=${encodeURIComponent('data:text/plain,hello')}`],
    ['where a relative address climbs', '/302/a/b?to=../../end'],
    ['where the place in the page is kept', '/302?to=/end#here'],
    ['where the address names a place in the page', `/302?to=${encodeURIComponent('/end#there')}#here`],
    ['where a post is sent on twice', `/307?to=${encodeURIComponent('/302?to=/end')}`, POST],
    ['where the address is empty', '/302/x?to='],
  ])('%s', async (_title, path, init) => {
    expect(await observe(ours, path, init)).toEqual(await observe(realFetch, path, init))
  })

  test.each(statuses)('on %i to another host, which is not told the credentials', async (status) => {
    const path = `/${status}?to=${encodeURIComponent(`${elsewhere}/end`)}`
    const real = await observe(realFetch, path, POST)
    expect(await observe(ours, path, POST)).toEqual(real)
    expect(real.arrived[1]?.headers).toMatchObject({ authorization: undefined, cookie: undefined, 'x-own': 'y' })
  })

  test('where a Request says how', async () => {
    const asRequest = (by: typeof fetch) =>
      observe((url) => by(new Request(url, { redirect: 'manual' })), '/302?to=/end')
    const real = await asRequest(realFetch)
    expect(await asRequest(ours)).toEqual(real)
    expect(real.seen).toMatchObject({ status: 302 })
  })
})

test('every hop crosses the seam as a call of its own', async () => {
  events.length = 0
  await ours(`${origin}/302?to=/end`)
  expect(events.map(({ type }) => type)).toEqual(['call', 'executed', 'delivered', 'call', 'executed', 'delivered'])
})

test('a streamed body that leads elsewhere is dropped, and on record before the next hop', async () => {
  events.length = 0
  await (await ours(`${origin}/302?stream&to=/end`)).text()
  const [types, first] = [events.map(({ type }) => type), events.find(({ type }) => type === 'delivered')]
  expect(types).toEqual(['call', 'executed', 'delivered', 'call', 'executed', 'delivered'])
  expect(first).toMatchObject({ outcome: 'gone', status: 302 })
})

test('a host outside the world is refused, and gets nothing', async () => {
  events.length = 0
  const to = encodeURIComponent('https://elsewhere.test/collect?secret=1')
  await expect(ours(`${origin}/307?to=${to}`, POST)).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } })
  expect(events.at(-1)).toEqual({ type: 'egress', via: 'fetch', target: 'https://elsewhere.test/collect' })
})
