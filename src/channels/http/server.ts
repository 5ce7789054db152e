import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type HeaderList, type HttpRequest, headerOf, WholeBody, without } from '../../boundary/wire.ts'
import { type Answered, type Delivered, isBodiless } from './delivered.ts'
import { type Exchange, type HttpSide, openExchange } from './exchange.ts'

/** A larger request is refused, in bytes: who sends it must not be able to take this process with it. */
const LARGEST = 64 * 1_048_576
/** They speak of one connection, not of the request: of the one to this server. */
const OF_THE_HOP = ['expect', 'keep-alive', 'proxy-connection', 'upgrade']

/** An HTTP server on 127.0.0.1, for clients in other processes. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number
  /** Serves a trial's world under a prefix that nobody can guess. One for each client: what they do is not mixed up. */
  offer(side: HttpSide): Offer
}

/** A way to one trial's world. Disposed, it breaks off what is under way. */
export interface Offer extends Disposable {
  /** What stands in a client for an address of the world: `urlOf('https://payments.test')`. */
  urlOf(address: string): string
}

interface Offered {
  exchange: Exchange
  /** Is it an address of the world? */
  knows(url: URL): boolean
  prefix: string
  open: Set<ServerResponse>
}

export async function openServer(): Promise<HttpServer> {
  const offers = new Map<string, Offered>()
  const server = createServer({ noDelay: true }, (request, response) => {
    const token = request.url?.split('/', 2)[1] ?? ''
    const offered = offers.get(token)
    if (!offered) return void response.writeHead(404).end('Nothing is served here.\n')
    serve(offered, request, response).catch(() => response.socket?.resetAndDestroy())
  })
  // A request may wait as long as its trial does.
  server.requestTimeout = 0
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    port,
    offer: (side) => {
      const token = randomBytes(16).toString('hex')
      const knows = (url: URL) => side.http.route('GET', url) !== undefined
      const offered: Offered = { exchange: openExchange(side), knows, prefix: `/${token}`, open: new Set() }
      offers.set(token, offered)
      return {
        urlOf: (address) => `http://127.0.0.1:${port}${pathOf(offered.prefix, new URL(address))}`.replace(/\/$/, ''),
        [Symbol.dispose]: () => {
          offers.delete(token)
          for (const { socket } of offered.open) socket?.destroy()
        },
      }
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      server.closeAllConnections()
      await closed
    },
  }
}

/** 'https://payments.test/v1' -> '/TOKEN/https/payments.test/v1'. */
function pathOf(prefix: string, { protocol, host, pathname, search, hash }: URL): string {
  return `${prefix}/${protocol.slice(0, -1)}/${host}${pathname}${search}${hash}`
}

/** The address in the world that a request is for, spelled as its client did. */
function addressOf(prefix: string, path: string): URL | undefined {
  const [, scheme, host, rest] = /^\/(https?)\/([^/?#]+)(.*)$/.exec(path.slice(prefix.length)) ?? []
  return scheme
    ? (URL.parse(`${scheme}://${host}${rest?.startsWith('/') ? rest : `/${rest}`}`) ?? undefined)
    : undefined
}

async function serve(offered: Offered, incoming: IncomingMessage, response: ServerResponse): Promise<void> {
  const { exchange, prefix, open } = offered
  const url = addressOf(prefix, incoming.url ?? '')
  if (!url) return void response.writeHead(404).end('This is no address of the world.\n')
  const gone = new AbortController()
  open.add(response)
  response.once('close', () => {
    open.delete(response)
    if (!response.writableFinished) gone.abort(new Error('The client has gone'))
  })
  const body = await bodyOf(incoming)
  if (!body) return void response.writeHead(413, { connection: 'close' }).end('The request is too large.\n')
  const request = requestOf(incoming, url, body)
  await render(await exchange(request, gone.signal, 'http'), { request, response, offered })
}

/** Undefined where it is too large. Rejects where the client lets go of it. */
async function bodyOf(incoming: IncomingMessage): Promise<WholeBody | undefined> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.byteLength
    if (size > LARGEST) return undefined
    parts.push(part)
  }
  return new WholeBody(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))
}

function requestOf({ method = 'GET', rawHeaders }: IncomingMessage, url: URL, body: WholeBody): HttpRequest {
  const headers: [string, string][] = []
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = (rawHeaders[at] ?? '').toLowerCase()
    if (!OF_THE_HOP.includes(name)) headers.push([name, name === 'host' ? url.host : (rawHeaders[at + 1] ?? '')])
  }
  return { method, url, headers, body: body.isEmpty ? undefined : body }
}

interface Asked {
  request: HttpRequest
  response: ServerResponse
  offered: Offered
}

/** A reply that never comes leaves its client waiting, until that gives up or its trial is over. */
async function render(delivered: Delivered, asked: Asked): Promise<void> {
  const { response, request } = asked
  if (delivered.kind === 'broken') {
    if (delivered.how !== 'no-reply') response.socket?.resetAndDestroy()
    return
  }
  // The date is the world's to say: its clock is not ours.
  response.sendDate = false
  response.writeHead(delivered.head.status, headersFor(delivered, asked).flat() as string[])
  if (delivered.kind === 'whole') return void response.end(request.method === 'HEAD' ? undefined : delivered.body.bytes)
  response.flushHeaders()
  await pour(delivered.body, response)
}

/** A whole body has its length; the answer to a HEAD keeps that of the body which it stands for. */
function headersFor(delivered: Answered, { request, offered }: Asked): HeaderList {
  const { status, headers: given } = delivered.head
  const headers = without(given, 'transfer-encoding').map(([name, value]): [string, string] => [
    name,
    name === 'location' ? locationOf(value, request.url, offered) : value,
  ])
  if (delivered.kind === 'stream' || request.method === 'HEAD' || isBodiless(status)) return headers
  const length = String(delivered.body.bytes.byteLength)
  return headerOf(headers, 'content-length') === length
    ? headers
    : [...without(headers, 'content-length'), ['content-length', length]]
}

/** An address in the world leads through this server; any other is what it is, and so is one that starts from the path. */
function locationOf(value: string, asked: URL, { prefix, knows }: Offered): string {
  const target = /^(\/|https?:)/i.test(value) ? URL.parse(value, asked) : null
  return target && knows(target) ? pathOf(prefix, target) : value
}

/** Part by part, as fast as the client takes it. A stream that breaks off ends its connection with what was sent. */
async function pour(body: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  try {
    for await (const part of body) {
      if (!response.write(part)) await Promise.race([once(response, 'drain'), once(response, 'close')])
    }
    response.end()
  } catch {
    response.socket?.destroySoon()
  }
}
