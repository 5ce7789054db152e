import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { type Http2Session, performServerHandshake, type ServerHttp2Stream } from 'node:http2'
import type { Socket } from 'node:net'
import { TLSSocket } from 'node:tls'
import { answer, type Offered, type Way } from './answering.ts'
import type { Authority } from './certificates.ts'
import { lineOfHttp1 } from './line-http1.ts'
import { lineOfHttp2 } from './line-http2.ts'

const UNKNOWN = 'The proxy wants the credentials of a trial that is under way.\n'
const CHALLENGE = ['proxy-authenticate', 'Basic realm="mettle"', 'connection', 'close'] as const
/** How the first record of a TLS handshake begins. */
const HANDSHAKE = 22

/** A way through to one host of the world: what is said on it is said to that host. */
interface Tunnel {
  offered: Offered
  /** 'api.stripe.com:443', as the client spells it. */
  authority: string
  scheme: 'http' | 'https'
  /** The TCP connection. */
  below: Socket
  /** Was there a request? Undefined as long as it is not known whether there can be one. */
  asked?: boolean
  /** What went wrong before there was one. */
  reason?: string
}

/** What a proxy needs of the server that it is a part of. */
export interface ProxyHost {
  server: Server
  /** '127.0.0.1:8080'. */
  own: string
  offerOf(token: string): Offered | undefined
  certificates: Authority
}

/**
 * Makes a server a proxy too: hosts of the world are served in their own name, with TLS, HTTP/1.1 and HTTP/2, and all
 * others refused and told. Returns what takes the requests that are for the proxy, and says whether one was.
 */
export function openProxy(host: ProxyHost): (incoming: IncomingMessage, response: ServerResponse) => boolean {
  const tunnels = new WeakMap<object, Tunnel>()
  const { server } = host
  server.on('connect', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const opened = openTunnel(host, incoming, socket)
    if (!opened) return
    if (head.length > 0) socket.unshift(head)
    if (opened === 'own') return void server.emit('connection', socket)
    speakBehind(opened, host, (spoken) => {
      tunnels.set(spoken, opened)
      server.emit('connection', spoken)
    })
  })
  return (incoming, response) => {
    const tunnel = tunnels.get(incoming.socket)
    if (tunnel) answerIn(tunnel, incoming, response)
    else if (incoming.url?.startsWith('/')) return false
    else return forward(host, incoming, response)
    return true
  }
}

/** Undefined where it was refused; 'own' where it leads to this server itself. */
function openTunnel(host: ProxyHost, incoming: IncomingMessage, socket: Socket): Tunnel | 'own' | undefined {
  const authority = incoming.url ?? ''
  const offered = offeredTo(incoming, host)
  if (!offered) return void refuse(socket, '407 Proxy Authentication Required', UNKNOWN, CHALLENGE)
  const isOwn = authority === host.own
  if (!isOwn && !['https', 'http'].some((scheme) => knows(offered, `${scheme}://${authority}`))) {
    offered.note({ type: 'egress', via: 'proxy', target: authority })
    return void refuse(socket, '403 Forbidden', outside(authority), ['connection', 'close'])
  }
  socket.write('HTTP/1.1 200 Connection Established\r\n\r\n')
  if (isOwn) return 'own'
  const tunnel: Tunnel = { offered, authority, scheme: 'http', below: socket }
  const drop = () => {
    if (offered.open.delete(drop)) tellUnasked(tunnel)
    socket.destroy()
  }
  offered.open.add(drop)
  socket.once('close', drop)
  return tunnel
}

/** Not every client that takes offence at a certificate says so, or lets go of its connection before it ends itself. */
function tellUnasked({ offered, authority, asked, reason }: Tunnel): void {
  if (asked !== false) return
  offered.note({ type: 'uncovered', what: 'certificate', detail: `${authority}: ${reason ?? 'it asked nothing'}` })
}

function offeredTo({ headers }: IncomingMessage, { offerOf }: ProxyHost): Offered | undefined {
  const [, encoded = ''] = /^basic +(\S+)$/i.exec(headers['proxy-authorization'] ?? '') ?? []
  const [, token = ''] = /^[^:]*:(.*)$/s.exec(Buffer.from(encoded, 'base64').toString()) ?? []
  return offerOf(token)
}

function knows({ knows }: Offered, address: string): boolean {
  const url = URL.parse(address)
  return url !== null && knows(url)
}

function outside(host: string): string {
  return `The proxy does not let requests through to ${host}.\n`
}

function refuse(socket: Socket, status: string, text: string, headers: readonly string[]): void {
  const fields = ['content-type', 'text/plain', 'content-length', String(Buffer.byteLength(text)), ...headers]
  const lines = fields.map((field, at) => (at % 2 === 0 ? `\r\n${field}: ` : field))
  socket.end(`HTTP/1.1 ${status}${lines.join('')}\r\n\r\n${text}`)
}

/** Finds out what a client speaks in its tunnel. @param http1 Told of a connection on which it speaks HTTP/1.1. */
function speakBehind(tunnel: Tunnel, host: ProxyHost, http1: (spoken: Socket) => void): void {
  const { below } = tunnel
  below.once('readable', () => {
    const first = below.read() as Buffer | null
    if (!first) return void below.destroy()
    below.unshift(first)
    if (first[0] !== HANDSHAKE) return http1(below)
    tunnel.scheme = 'https'
    tunnel.asked = false
    speakTls(tunnel, host, http1)
  })
}

function speakTls(tunnel: Tunnel, host: ProxyHost, http1: (spoken: Socket) => void): void {
  const { below, authority } = tunnel
  const name = new URL(`https://${authority}`).hostname.replace(/^\[|\]$/g, '')
  const secure = new TLSSocket(below, {
    isServer: true,
    secureContext: host.certificates.contextFor(name),
    ALPNProtocols: ['h2', 'http/1.1'],
  })
  secure.on('error', (error: Error & { reason?: string }) => {
    tunnel.reason = error.reason ?? error.message
    below.destroy()
  })
  // Who went without having asked for anything waits for nothing.
  secure.once('end', () => {
    if (!tunnel.asked) below.destroy()
  })
  secure.once('secure', () => {
    if (secure.alpnProtocol !== 'h2') return http1(secure)
    const session = performServerHandshake(secure)
    // Not every client says goodbye by the protocol before it goes. What it still waits for is sent to its end.
    secure.once('end', () => session.close())
    speakHttp2(tunnel, session)
    // The session waits for the event of a client's socket, as no server of Node's has made this one.
    secure.emit('secureConnect')
  })
}

function speakHttp2(tunnel: Tunnel, session: Http2Session): void {
  session.on('error', () => tunnel.below.destroy())
  session.on('stream', (...[stream, headers, , raw]: [ServerHttp2Stream, Headers, number, string[]]) => {
    tunnel.asked = true
    stream.on('error', () => {})
    const url = addressIn(tunnel, headers[':path'])
    if (!url || headers[':method'] === 'CONNECT') return void stream.respond({ ':status': 400 }, { endStream: true })
    void answer(lineOfHttp2(stream, headers, raw), url, tunnel.offered, wayTo(url))
  })
}

type Headers = Record<string, string | undefined>

function answerIn(tunnel: Tunnel, incoming: IncomingMessage, response: ServerResponse): void {
  tunnel.asked = true
  const url = addressIn(tunnel, incoming.url)
  if (!url) return void response.writeHead(400).end()
  void answer(lineOfHttp1(incoming, response, tunnel.below), url, tunnel.offered, wayTo(url))
}

function addressIn({ scheme, authority }: Tunnel, path = ''): URL | undefined {
  return path.startsWith('/') ? (URL.parse(`${scheme}://${authority}${path}`) ?? undefined) : undefined
}

function wayTo(url: URL): Way {
  return { via: 'proxy', outside: outside(url.host) }
}

/** A request whose whole address stands in its first line. False where it is for this server itself. */
function forward(host: ProxyHost, incoming: IncomingMessage, response: ServerResponse): boolean {
  const url = URL.parse(incoming.url ?? '')
  const offered = offeredTo(incoming, host)
  if (url?.protocol === 'http:' && url.host === host.own) {
    incoming.url = url.pathname + url.search
    return false
  }
  if (!offered) response.writeHead(407, [...CHALLENGE]).end(UNKNOWN)
  else if (!url) response.writeHead(400).end()
  else void answer(lineOfHttp1(incoming, response, incoming.socket), url, offered, wayTo(url))
  return true
}
