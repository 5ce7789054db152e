import { once } from 'node:events'
import { request } from 'node:http'
import { type ClientHttp2Session, connect as connectHttp2, type IncomingHttpHeaders } from 'node:http2'
import { connect, type Socket } from 'node:net'
import { connect as connectTls, type TLSSocket } from 'node:tls'
import { afterAll, describe, expect, test } from 'vitest'
import type { Reply } from '../../../src/boundary/reply.ts'
import { type HeaderList, type HttpOutput, jsonOutput, WholeBody } from '../../../src/boundary/wire.ts'
import { makeAuthority } from '../../../src/channels/http/certificates.ts'
import { openServer } from '../../../src/channels/http/server.ts'
import { systemClock } from '../../../src/kernel/clock.ts'
import { type Answer, openDeskOn } from './open-desk.ts'

const authority = makeAuthority(systemClock().now())
const server = await openServer(authority)
afterAll(() => server[Symbol.asyncDispose]())

const openDesk = (answer: Answer = () => ok([], 'yes')) => {
  const opened = openDeskOn(server, answer)
  return { ...opened, proxy: new URL(opened.offer.proxy) }
}
const ok = (headers: HeaderList, body: string, status = 200): Reply<HttpOutput> => {
  return { kind: 'ok', output: { status, headers, body: new WholeBody(body) } }
}
const credentials = ({ username, password }: URL) => `Basic ${btoa(`${username}:${password}`)}`

/** What a client is told that asks for a tunnel, and the tunnel. */
async function tunnel(proxy: URL, host: string, authorization = credentials(proxy)) {
  const { hostname, port } = proxy
  const headers = { host, 'proxy-authorization': authorization }
  const asked = request({ host: hostname, port, method: 'CONNECT', path: host, headers, agent: false }).end()
  const [{ statusCode }, socket] = (await once(asked, 'connect')) as [{ statusCode: number }, Socket]
  socket.on('error', () => {})
  return { status: statusCode, socket }
}

async function secured(socket: Socket, options: object = {}): Promise<TLSSocket> {
  const secure = connectTls({ socket, servername: 'desk.test', ca: authority.pem, ...options })
  await once(secure, 'secureConnect')
  return secure
}

/** Speaks as bytes, and tells what came until the end: the text, or the error's code. */
async function speak(socket: Socket, ...lines: string[]): Promise<string> {
  let text = ''
  socket.on('data', (part) => (text += part))
  socket.write(`${lines.join('\r\n')}\r\n\r\n`)
  const failed = await once(socket, 'close').catch(({ code }) => code)
  return typeof failed === 'string' ? failed : text
}

const GET = ['GET /a HTTP/1.1', 'Host: desk.test', 'Connection: close']

test('a host of the world is served in its own name', async () => {
  const { proxy, arrived } = openDesk(() => ok([['x-a', '1']], 'yes'))
  const secure = await secured((await tunnel(proxy, 'desk.test:443')).socket)
  expect(secure.authorized).toBe(true)
  const said = await speak(secure, 'GET /a%2Fb?x=1 HTTP/1.1', 'Host: desk.test', 'Connection: close')
  expect(said).toBe('HTTP/1.1 200 OK\r\nx-a: 1\r\ncontent-length: 3\r\nConnection: close\r\n\r\nyes')
  expect(arrived[0]?.url.href).toBe('https://desk.test/a%2Fb?x=1')
})

test.each([
  ['a request that names its whole address', 'GET http://plain.test/a HTTP/1.1', false],
  ['a tunnel without TLS', 'GET /a HTTP/1.1', true],
])('a host without TLS is served to %s', async (_, line, tunnelled) => {
  const { proxy, arrived } = openDesk()
  const socket = tunnelled ? (await tunnel(proxy, 'plain.test:80')).socket : connect(Number(proxy.port), proxy.hostname)
  const said = await speak(
    socket,
    line,
    'Host: plain.test',
    `Proxy-Authorization: ${credentials(proxy)}`,
    'Connection: close',
  )
  expect(said).toMatch(/^HTTP\/1.1 200 OK[\s\S]*yes$/)
  expect(arrived[0]?.url.href).toBe('http://plain.test/a')
  expect(JSON.stringify(arrived[0]?.headers)).not.toContain('proxy-authorization')
})

describe('a host outside the world', () => {
  test('has no tunnel, and is told', async () => {
    const { proxy, events } = openDesk()
    expect((await tunnel(proxy, 'evil.test:443')).status).toBe(403)
    expect((await tunnel(proxy, 'desk.test:8443')).status).toBe(403)
    expect(events).toEqual([
      { type: 'egress', via: 'proxy', target: 'evil.test:443' },
      { type: 'egress', via: 'proxy', target: 'desk.test:8443' },
    ])
  })

  test('has no answer but that of the proxy, and is told', async () => {
    const { proxy, events } = openDesk()
    const socket = connect(Number(proxy.port), proxy.hostname)
    const authorization = `Proxy-Authorization: ${credentials(proxy)}`
    const said = await speak(socket, 'POST http://evil.test/x?secret=1 HTTP/1.1', 'Host: evil.test', authorization)
    expect(said).toMatch(/^HTTP\/1.1 403 [\s\S]*The proxy does not let requests through to evil.test.\n$/)
    expect(events).toEqual([{ type: 'egress', via: 'proxy', target: 'http://evil.test/x' }])
  })
})

test("a proxy serves nobody without a trial's credentials, nor when the trial is over", async () => {
  const { proxy, offer, arrived, events } = openDesk()
  const others = ['', 'Basic', `Basic ${btoa('trial:')}`, `Basic ${btoa(`trial:${'0'.repeat(32)}`)}`]
  for (const other of others) expect((await tunnel(proxy, 'desk.test:443', other)).status).toBe(407)
  const socket = connect(Number(proxy.port), proxy.hostname)
  expect(await speak(socket, 'GET http://plain.test/ HTTP/1.1', 'Host: plain.test', 'Connection: close')).toMatch(
    /^HTTP\/1.1 407 /,
  )
  const kept = await secured((await tunnel(proxy, 'desk.test:443')).socket)
  offer[Symbol.dispose]()
  expect((await tunnel(proxy, 'desk.test:443')).status).toBe(407)
  kept.on('error', () => {})
  await expect.poll(() => kept.destroyed).toBe(true)
  expect(arrived).toEqual([])
  expect(events.filter(({ type }) => type !== 'uncovered')).toEqual([])
})

test('two trials at once each reach their own world', async () => {
  const [one, two] = [openDesk(() => ok([], 'one')), openDesk(() => ok([], 'two'))]
  const ask = async ({ proxy }: typeof one) =>
    speak(await secured((await tunnel(proxy, 'desk.test:443')).socket), ...GET)
  expect((await Promise.all([ask(one), ask(two)])).map((said) => said.slice(-3))).toEqual(['one', 'two'])
  expect([one.arrived.length, two.arrived.length]).toEqual([1, 1])
})

describe('a client that does not take the certificate', () => {
  const refusing: [string, object, RegExp][] = [
    ['says nothing', { ca: undefined }, /^desk.test:443: it asked nothing$/],
    [
      'speaks no TLS that there is',
      { maxVersion: 'TLSv1.1', minVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
      /^desk.test:443: .+/,
    ],
  ]
  test.each(refusing)('%s, and its trial says so', async (_, options, detail) => {
    const { proxy, events, arrived, offer } = openDesk()
    const { socket } = await tunnel(proxy, 'desk.test:443')
    await expect(secured(socket, options)).rejects.toThrow()
    // A client of Node leaves its connection open until its process ends.
    offer[Symbol.dispose]()
    await expect
      .poll(() => events)
      .toEqual([{ type: 'uncovered', what: 'certificate', detail: expect.stringMatching(detail) }])
    expect(arrived).toEqual([])
  })

  test('control: one that takes it and asks is not told', async () => {
    const { proxy, events, offer } = openDesk()
    await speak(await secured((await tunnel(proxy, 'desk.test:443')).socket), ...GET)
    offer[Symbol.dispose]()
    expect(events.filter(({ type }) => type === 'uncovered')).toEqual([])
  })
})

test('a WebSocket to a host of the world is refused, and told', async () => {
  const { proxy, events, arrived } = openDesk()
  const secure = await secured((await tunnel(proxy, 'desk.test:443')).socket)
  const said = await speak(secure, 'GET /live HTTP/1.1', 'Host: desk.test', 'Connection: Upgrade', 'Upgrade: websocket')
  expect(said).toMatch(/^HTTP\/1.1 501 /)
  expect(arrived).toEqual([])
  expect(events).toEqual([{ type: 'egress', via: 'proxy', target: 'wss://desk.test/live' }])
})

test('the server reaches itself through its proxy: not every client heeds NO_PROXY', async () => {
  const { proxy, url, arrived } = openDesk()
  const { host, pathname } = new URL(url)
  const { socket } = await tunnel(proxy, host)
  expect(await speak(socket, `GET ${pathname}/a HTTP/1.1`, 'Host: me', 'Connection: close')).toMatch(
    /200 OK[\s\S]*yes$/,
  )
  const forward = connect(Number(proxy.port), proxy.hostname)
  expect(await speak(forward, `GET ${url}/a HTTP/1.1`, 'Host: me', 'Connection: close')).toMatch(/200 OK[\s\S]*yes$/)
  expect(arrived.map((each) => each.url.href)).toEqual(['https://desk.test/a', 'https://desk.test/a'])
})

describe('behind TLS, over HTTP/1.1', () => {
  const broken = async (reply: Reply<HttpOutput>) => {
    const { proxy, offer, delivered } = openDesk(() => reply)
    const { socket } = await tunnel(proxy, 'desk.test:443')
    const below = once(socket, 'close').then(
      () => undefined,
      ({ code }) => code,
    )
    const secure = await secured(socket)
    secure.on('error', () => {})
    return { secure, below, offer, delivered }
  }

  test('a reset is a reset of the connection', async () => {
    const { secure, below } = await broken({ kind: 'broken', how: 'reset' })
    secure.write(`${GET.join('\r\n')}\r\n\r\n`)
    const [error] = await once(secure, 'error')
    expect(error.code).toBe('ECONNRESET')
    await below
  })

  test('a truncated reply is shorter than it says, and then the connection ends', async () => {
    const { secure } = await broken({
      kind: 'broken',
      how: 'truncated',
      of: { kind: 'ok', output: jsonOutput(200, 'ten bytes') },
      afterBytes: 4,
    })
    const said = await speak(secure, ...GET)
    expect(said).toContain('\r\ncontent-length: 11\r\n')
    expect(said.split('\r\n\r\n')[1]).toBe('"ten')
  })

  test('a reply that never comes holds the connection, until the trial is over', async () => {
    const { secure, offer, delivered } = await broken({ kind: 'broken', how: 'no-reply' })
    let closed = false
    const spoken = speak(secure, ...GET).finally(() => (closed = true))
    await expect.poll(() => delivered()[0]?.how).toBe('no-reply')
    expect(closed).toBe(false)
    offer[Symbol.dispose]()
    await spoken
  })
})

describe('behind TLS, over HTTP/2', () => {
  const sessions: ClientHttp2Session[] = []
  afterAll(() => {
    for (const client of sessions) client.destroy()
  })

  async function session(answer: Answer) {
    const opened = openDesk(answer)
    const secure = await secured((await tunnel(opened.proxy, 'desk.test:443')).socket, { ALPNProtocols: ['h2'] })
    const client = connectHttp2('https://desk.test', { createConnection: () => secure })
    client.on('error', () => {})
    sessions.push(client)
    return { ...opened, client }
  }

  /** What comes of a request: status, headers and text, or the code of its failure with what came before. */
  async function ask(client: ClientHttp2Session, path: string, headers: object = {}, body?: string) {
    const stream = client.request({ ':path': path, ...headers }, { endStream: body === undefined })
    let text = ''
    let head: IncomingHttpHeaders = {}
    stream.on('response', (given) => (head = given)).on('data', (part) => (text += part))
    if (body !== undefined) stream.end(body)
    const failed = await once(stream, 'close').catch(({ message }) => message)
    return { status: head[':status'], headers: head, text, ...(typeof failed === 'string' && { failed }) }
  }

  test('requests cross side by side, with bodies and repeated headers both ways', async () => {
    const cookies: HeaderList = [
      ['set-cookie', 'a=1'],
      ['x-a', '1'],
      ['set-cookie', 'b=2'],
      ['x-a', '2'],
    ]
    const { client, arrived } = await session(({ body }) => ok(cookies, `got ${body?.text}`, 207))
    const post = { ':method': 'POST', 'x-b': ['1', '2'] }
    const told = await Promise.all(['one', 'two'].map((body) => ask(client, '/a', post, body)))
    expect(told.map(({ status, text }) => [status, text])).toEqual([
      [207, 'got one'],
      [207, 'got two'],
    ])
    expect(told[0]?.headers).toMatchObject({ 'set-cookie': ['a=1', 'b=2'], 'x-a': '1, 2' })
    expect(told[0]?.headers).not.toHaveProperty('date')
    expect(arrived[0]?.headers).toEqual([
      ['host', 'desk.test'],
      ['x-b', '1'],
      ['x-b', '2'],
    ])
  })

  test.each([
    ['HEAD', 200, '12'],
    ['GET', 204, undefined],
    ['GET', 304, undefined],
  ])('the answer to a %s with %i has no body', async (method, status, length) => {
    const headers: HeaderList = length ? [['content-length', length]] : []
    const { client } = await session(() => ok(headers, length ? 'twelve bytes' : '', status))
    const told = await ask(client, '/', { ':method': method })
    expect(told).toMatchObject({ status, text: '' })
    expect(told.headers['content-length']).toBe(length)
  })

  test('what breaks is a stream, and those beside it go on', async () => {
    const whole = { kind: 'ok', output: jsonOutput(200, 'ten bytes') } as const
    let go: () => void = () => {}
    const held = new Promise<void>((resolve) => (go = resolve))
    const { client } = await session(async ({ url: { pathname } }) => {
      if (pathname === '/reset') return { kind: 'broken', how: 'reset' }
      if (pathname === '/cut') return { kind: 'broken', how: 'truncated', of: whole, afterBytes: 4 }
      await held
      return ok([], 'yes')
    })
    const beside = ask(client, '/beside')
    const failed = 'Stream closed with error code NGHTTP2_INTERNAL_ERROR'
    expect(await ask(client, '/reset')).toMatchObject({ text: '', failed })
    const cut = await ask(client, '/cut')
    expect(cut).toMatchObject({ status: 200, text: '"ten', failed: expect.stringContaining('NGHTTP2_') })
    expect(cut.headers['content-length']).toBe('11')
    go()
    expect(await beside).toMatchObject({ status: 200, text: 'yes' })
  })

  test('a client that gives up on a stream aborts its call', async () => {
    const { client, arrived, delivered } = await session(
      (_, { signal }) => new Promise((_, reject) => signal?.addEventListener('abort', reject)),
    )
    const stream = client.request({ ':path': '/' })
    await expect.poll(() => arrived.length).toBe(1)
    stream.close()
    await expect.poll(() => delivered()[0]?.outcome).toBe('gone')
  })
})
