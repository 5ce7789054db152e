import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import { ANY_PLACE } from '../../boundary/server-place.ts'
import { Connections } from '../../kernel/connections.ts'
import { answer, type Offered } from './answering.ts'
import type { Authority } from './certificates.ts'
import { type HttpSide, openExchange } from './exchange.ts'
import { lineOfHttp1 } from './line-http1.ts'
import { openProxy } from './proxy.ts'

/** An HTTP server on 127.0.0.1, for clients in other processes. */
export interface HttpServer extends AsyncDisposable {
  readonly port: number
  /** Serves a trial's world under a prefix that nobody can guess. One for each client: what they do is not mixed up. */
  offer(side: HttpSide): Offer
  /** Resolves when no client is connected any more, and all that they sent has been read. */
  heard(): Promise<void>
}

/** A way to one trial's world. Disposed, it breaks off what is under way. */
export interface Offer extends Disposable {
  /** What stands in a client for an address of the world: `urlOf('https://payments.test')`. */
  urlOf(address: string): string
  /** The proxy with this trial's credentials, where the server is one: 'http://trial:TOKEN@127.0.0.1:8080'. */
  readonly proxy: string
}

/** @param certificates Makes it a proxy as well, which serves the hosts of the world in their own name. */
export async function openServer(certificates?: Authority, place = ANY_PLACE): Promise<HttpServer> {
  const offers = new Map<string, Offered>()
  // A request may wait as long as its trial does, and a connection for its next one.
  const server = createServer({ noDelay: true, keepAliveTimeout: 0, requestTimeout: 0 }, (incoming, response) => {
    if (proxied?.(incoming, response)) return
    const offered = offers.get(incoming.url?.split('/', 2)[1] ?? '')
    if (offered) serve(offered, incoming, response)
    else response.writeHead(404).end('Nothing is served here.\n')
  })
  const connections = new Connections().watch(server)
  // One listener for each request that waits on a connection.
  server.on('connection', (socket: Socket) => socket.setMaxListeners(0))
  server.listen(place.port(), '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const proxied =
    certificates && openProxy({ server, own: `127.0.0.1:${port}`, offerOf: (token) => offers.get(token), certificates })
  return {
    port,
    offer: (side) => offerOn(offers, port, side, place.token()),
    heard: () => connections.gone(),
    // A server knows nothing of connections that are tunnels: each is kept, and ended with it.
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      connections.destroy()
      await closed
    },
  }
}

function offerOn(offers: Map<string, Offered>, port: number, side: HttpSide, token: string): Offer {
  const knows = (url: URL) => side.http.route('GET', url) !== undefined
  const offered: Offered = { exchange: openExchange(side), knows, note: side.note, token, open: new Set() }
  offers.set(token, offered)
  return {
    urlOf: (address) => `http://127.0.0.1:${port}${pathOf(token, new URL(address))}`.replace(/\/$/, ''),
    proxy: `http://trial:${token}@127.0.0.1:${port}`,
    [Symbol.dispose]: () => {
      offers.delete(token)
      for (const drop of offered.open) drop()
    },
  }
}

function serve(offered: Offered, incoming: IncomingMessage, response: ServerResponse): void {
  const { token } = offered
  const url = addressOf(token, incoming.url ?? '')
  if (!url) return void response.writeHead(404).end('This is no address of the world.\n')
  const line = lineOfHttp1(incoming, response, incoming.socket)
  void answer(line, url, offered, { via: 'http', spell: (address) => pathOf(token, address) })
}

/** 'https://payments.test/v1' -> '/TOKEN/https/payments.test/v1'. */
function pathOf(token: string, { protocol, host, pathname, search, hash }: URL): string {
  return `/${token}/${protocol.slice(0, -1)}/${host}${pathname}${search}${hash}`
}

/** The address in the world that a request is for, spelled as its client did. */
function addressOf(token: string, path: string): URL | undefined {
  const [, scheme, host, rest] = /^\/(https?)\/([^/?#]+)(.*)$/.exec(path.slice(token.length + 1)) ?? []
  return scheme
    ? (URL.parse(`${scheme}://${host}${rest?.startsWith('/') ? rest : `/${rest}`}`) ?? undefined)
    : undefined
}
