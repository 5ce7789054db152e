import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { afterAll, expect, test } from 'vitest'
import type { Reply } from '../../../src/boundary/reply.ts'
import { type HeaderList, type HttpOutput, jsonOutput, WholeBody } from '../../../src/boundary/wire.ts'
import { openServer } from '../../../src/channels/http/server.ts'
import { type Answer, openDeskOn } from './open-desk.ts'

const server = await openServer()
afterAll(() => server[Symbol.asyncDispose]())

const openDesk = (answer: Answer) => openDeskOn(server, answer)

const ok = (headers: HeaderList, body: string, status = 200): Reply<HttpOutput> => {
  return { kind: 'ok', output: { status, headers, body: new WholeBody(body) } }
}

/** Speaks as bytes on a connection of its own, and tells what came until its end: the text, or the error's code. */
async function speak(url: string, lines: string[]): Promise<string> {
  const { port, pathname } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  let text = ''
  socket.on('data', (part) => (text += part))
  socket.write(`${lines.join('\r\n').replace('URL', pathname)}\r\n\r\n`)
  const failed = await once(socket, 'close').catch((thrown) => thrown.code)
  return typeof failed === 'string' ? failed : text
}

test('a request arrives with its method, address, headers in order and repeated, and body', async () => {
  const { url, arrived } = openDesk(() => ok([], ''))
  const lines = [
    'PATCH URL/a%2Fb//c?x=1&x=2 HTTP/1.1',
    'Host: me',
    'X-One: 1',
    'x-two: 2',
    'X-ONE: 3',
    'Connection: close',
  ]
  await speak(url, [...lines, 'Content-Length: 2', '', 'hi'])
  const [request] = arrived
  expect(request?.method).toBe('PATCH')
  expect(request?.url.href).toBe('https://desk.test/a%2Fb//c?x=1&x=2')
  const own = request?.headers.filter(([name]) => name.startsWith('x-') || name === 'host')
  expect(own).toEqual([
    ['host', 'desk.test'],
    ['x-one', '1'],
    ['x-two', '2'],
    ['x-one', '3'],
  ])
  expect(request?.body?.text).toBe('hi')
})

test('a reply arrives with its headers, repeated ones too, and nothing that the world did not say', async () => {
  const headers: HeaderList = [
    ['set-cookie', 'a=1'],
    ['x-a', '1'],
    ['set-cookie', 'b=2'],
    ['x-a', '2'],
  ]
  const { url } = openDesk(() => ok(headers, 'yes', 207))
  const text = await speak(url, ['GET URL/ HTTP/1.1', 'Host: me', 'Connection: close'])
  const said =
    'HTTP/1.1 207 Multi-Status\r\nset-cookie: a=1\r\nx-a: 1\r\nset-cookie: b=2\r\nx-a: 2\r\ncontent-length: 3'
  expect(text).toBe(`${said}\r\nConnection: close\r\n\r\nyes`)
})

test.each([
  ['HEAD', 200, 'content-length: 12'],
  ['GET', 204, 'x-own: y'],
  ['GET', 304, 'x-own: y'],
])('the answer to a %s with %i has no body', async (method, status, header) => {
  const { url } = openDesk(() =>
    ok([header.split(': ') as [string, string]], method === 'HEAD' ? 'twelve bytes' : '', status),
  )
  const text = await speak(url, [`${method} URL/ HTTP/1.1`, 'Host: me', 'Connection: close'])
  expect(text).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\r\n${header}\r\nConnection: close\r\n\r\n$`))
})

test('a client that waits for 100 Continue is told to go on', async () => {
  const { url, arrived } = openDesk(() => ok([], 'done'))
  const sent = request(`${url}/`, { method: 'POST', headers: { expect: '100-continue', 'content-length': 4 } })
  sent.flushHeaders()
  await once(sent, 'continue')
  sent.end('body')
  const [response] = await once(sent, 'response')
  response.resume()
  expect(response.statusCode).toBe(200)
  expect(arrived[0]?.body?.text).toBe('body')
})

test('a connection is used again', async () => {
  const { url } = openDesk(() => ok([], 'yes'))
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const reused: boolean[] = []
  for (let at = 0; at < 3; at++) {
    const sent = request(`${url}/`, { agent }).end()
    const [response] = await once(sent, 'response')
    await response.toArray()
    reused.push(sent.reusedSocket)
  }
  agent.destroy()
  expect(reused).toEqual([false, true, true])
})

test('a stream comes part by part, and a client that hangs up is gone', async () => {
  let next: (part: string) => void = () => {}
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      next = (part) => controller.enqueue(new TextEncoder().encode(part))
    },
  })
  const { url, delivered } = openDesk(() => ({ kind: 'ok', output: { status: 200, headers: [], body } }))
  const client = new AbortController()
  const response = await fetch(`${url}/`, { signal: client.signal })
  const reader = response.body?.getReader()
  for (const part of ['one', 'two']) {
    next(part)
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe(part)
  }
  expect(response.headers.get('transfer-encoding')).toBe('chunked')
  client.abort()
  await expect.poll(() => delivered()[0]?.outcome).toBe('gone')
})

test('a reset is a reset of the connection, not its end', async () => {
  const { url } = openDesk(() => ({ kind: 'broken', how: 'reset' }))
  expect(await speak(url, ['GET URL/ HTTP/1.1', 'Host: me'])).toBe('ECONNRESET')
})

test('a truncated reply is shorter than it says, and then the connection ends', async () => {
  const whole = { kind: 'ok', output: jsonOutput(200, 'ten bytes') } as const
  const { url } = openDesk(() => whole)
  const control = await speak(url, ['GET URL/ HTTP/1.1', 'Host: me', 'Connection: close'])
  expect(control).toContain('\r\ncontent-length: 11\r\n')
  const cut = openDesk(() => ({ kind: 'broken', how: 'truncated', of: whole, afterBytes: 4 }))
  const text = await speak(cut.url, ['GET URL/ HTTP/1.1', 'Host: me'])
  expect(text).toContain('\r\ncontent-length: 11\r\n')
  expect(text.split('\r\n\r\n')[1]).toBe('"ten')
})

test('a reply that never comes holds the connection, until the trial is over', async () => {
  const { url, offer, delivered } = openDesk(() => ({ kind: 'broken', how: 'no-reply' }))
  let closed = false
  const spoken = speak(url, ['GET URL/ HTTP/1.1', 'Host: me']).finally(() => {
    closed = true
  })
  await expect.poll(() => delivered()[0]?.how).toBe('no-reply')
  expect(closed).toBe(false)
  offer[Symbol.dispose]()
  expect(await spoken).toBe('')
})

test('an address outside the world breaks, and is written down', async () => {
  const { offer, events } = openDesk(() => ok([], ''))
  expect(await speak(offer.urlOf('https://other.test'), ['GET URL/x HTTP/1.1', 'Host: me'])).toBe('ECONNRESET')
  expect(events).toEqual([{ type: 'egress', via: 'http', target: 'https://other.test/x' }])
})

test('nobody reaches a world without its prefix, nor once it is no longer offered', async () => {
  const { url, offer, arrived } = openDesk(() => ok([], ''))
  const { origin, pathname } = new URL(url)
  expect((await fetch(`${origin}/${'0'.repeat(32)}${pathname.slice(33)}/`)).status).toBe(404)
  expect((await fetch(`${origin}/`)).status).toBe(404)
  expect((await fetch(`${url}/`)).status).toBe(200)
  offer[Symbol.dispose]()
  expect((await fetch(`${url}/`)).status).toBe(404)
  expect(arrived).toHaveLength(1)
})

test.each([
  ['/next', 'TOKEN/next'],
  ['https://desk.test/next', 'TOKEN/next'],
  ['https://elsewhere.test/', 'https://elsewhere.test/'],
  ['next', 'next'],
])('a redirect to %s leads to %s', async (location, led) => {
  const { url } = openDesk(() => ok([['location', location]], '', 302))
  const response = await fetch(`${url}/here`, { redirect: 'manual' })
  expect(response.headers.get('location')).toBe(led.replace('TOKEN', new URL(url).pathname))
})

test('a request of which the world cannot say what it is breaks, and that is the failure of the world', async () => {
  const { url, arrived, events } = openDesk(() => ok([], ''))
  await expect(fetch(`${url}/undeclared`)).rejects.toThrow('fetch failed')
  expect(arrived).toEqual([])
  const where = 'world desk GET /undeclared'
  expect(events).toEqual([{ type: 'harness-fault', where, message: 'nobody knows what this costs' }])
})

test('requests in one breath are answered in their order, and one that is reset takes none of those before it', async () => {
  const { url } = openDesk(async ({ url: { pathname } }) => {
    if (pathname === '/reset') return { kind: 'broken', how: 'reset' }
    await new Promise((resolve) => setTimeout(resolve, pathname === '/slow' ? 50 : 0))
    return ok([], pathname)
  })
  const { port, pathname } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  let text = ''
  socket.on('data', (part) => (text += part))
  for (const path of ['/slow', '/quick', '/reset']) socket.write(`GET ${pathname}${path} HTTP/1.1\r\nHost: me\r\n\r\n`)
  expect(await once(socket, 'close').catch(({ code }) => code)).toBe('ECONNRESET')
  expect(text.match(/\/(slow|quick)/g)).toEqual(['/slow', '/quick'])
})

test('a body arrives whole, in however many parts it comes', async () => {
  const { url, arrived } = openDesk(() => ok([], 'done'))
  const parts = ['one', 'two', 'three'].map((part) => `${part.length.toString(16)}\r\n${part}`)
  const lines = ['POST URL/ HTTP/1.1', 'Host: me', 'Connection: close', 'Transfer-Encoding: chunked', '']
  expect(await speak(url, [...lines, ...parts, '0'])).toContain('done')
  expect(arrived[0]?.body?.text).toBe('onetwothree')
})

test('a client that gives up aborts its call, also one that waits behind another on its connection', async () => {
  const aborted: string[] = []
  const { url, arrived, delivered } = openDesk(({ url: { pathname } }, { signal }) => {
    return new Promise((_, reject) => {
      signal?.addEventListener('abort', () => reject(aborted.push(pathname)))
    })
  })
  const { port, pathname } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  for (const path of ['/1', '/2']) socket.write(`GET ${pathname}${path} HTTP/1.1\r\nHost: me\r\n\r\n`)
  await expect.poll(() => arrived.length).toBe(2)
  socket.destroy()
  await expect.poll(() => aborted.toSorted()).toEqual(['/1', '/2'])
  await expect.poll(() => delivered().map(({ outcome }) => outcome)).toEqual(['gone', 'gone'])
})

test('a WebSocket is refused, and told as a way out of the world', async () => {
  const { url, arrived, events } = openDesk(() => ok([], ''))
  const lines = ['GET URL/live?key=1 HTTP/1.1', 'Host: me', 'Connection: Upgrade', 'Upgrade: websocket']
  expect(await speak(url, lines)).toMatch(/^HTTP\/1.1 501 /)
  expect(arrived).toEqual([])
  expect(events).toEqual([{ type: 'egress', via: 'http', target: 'wss://desk.test/live' }])
})

test('an offer to speak another protocol than HTTP/1.1 is passed over, as servers may', async () => {
  const { url } = openDesk(() => ok([], 'yes'))
  const lines = ['GET URL/ HTTP/1.1', 'Host: me', 'Connection: Upgrade, HTTP2-Settings, close', 'Upgrade: h2c']
  expect(await speak(url, lines)).toMatch(/^HTTP\/1.1 200 [\s\S]*yes$/)
})
