import { type HeaderList, type HttpRequest, headerOf, WholeBody, without } from '../../boundary/wire.ts'
import type { EgressEvent } from '../../trace/events/egress.ts'
import { type Answered, type Delivered, isBodiless } from './delivered.ts'
import type { Exchange, HttpSide } from './exchange.ts'
import type { Line } from './line.ts'

/** A larger request is refused, in bytes: who sends it must not be able to take this process with it. */
const LARGEST = 64 * 1_048_576
const NONE = new WholeBody('')
/** They speak of one connection, not of the request: of the one to this server. */
const OF_THE_HOP = ['expect', 'keep-alive', 'proxy-connection', 'proxy-authorization', 'upgrade']

/** One trial's world as the server has it. */
export interface Offered {
  exchange: Exchange
  /** Is it an address of the world? */
  knows(url: URL): boolean
  note: HttpSide['note']
  token: string
  /** What breaks off each thing that is under way. */
  open: Set<() => void>
}

/** How a request came, and how its client is answered. */
export interface Way {
  via: EgressEvent['via']
  /** How the client is to spell an address of the world that it is sent to. Left out: as it is. */
  spell?(address: URL): string
  /** What a client hears of a host outside the world. Left out: nobody listens there. */
  outside?: string
}

/** Takes a request across the seam, and what comes of it back to its client. */
export async function answer(line: Line, url: URL, offered: Offered, way: Way): Promise<void> {
  const gone = new AbortController()
  offered.open.add(line.drop)
  line.whenOver((early) => {
    offered.open.delete(line.drop)
    if (early) gone.abort(new Error('The client has gone'))
  })
  try {
    if (isWebSocket(line)) return refuseWebSocket(line, url, offered, way)
    const body = await bodyOf(line)
    if (!body) return say(line, 413, 'The request is too large.\n')
    const request = requestOf(line, url, body)
    await render(await offered.exchange(request, gone.signal, way.via), { line, request, offered, way })
  } catch {
    await line.reset()
  }
}

function isWebSocket({ headers }: Line): boolean {
  return /\bwebsocket\b/i.test(headerOf(headers, 'upgrade') ?? '')
}

/** The world answers requests; it holds no conversations. Whoever wants one is outside. */
function refuseWebSocket(line: Line, { protocol, host, pathname }: URL, { note }: Offered, { via }: Way): void {
  note({ type: 'egress', via, target: `${protocol === 'http:' ? 'ws' : 'wss'}://${host}${pathname}` })
  say(line, 501, 'No WebSocket is served here.\n')
}

/** Of what is no call, and ends the connection: the server's own words. */
function say(line: Line, status: number, text: string): void {
  const length = String(Buffer.byteLength(text))
  const headers: HeaderList = [
    ['content-type', 'text/plain'],
    ['content-length', length],
    ['connection', 'close'],
  ]
  line.whole(status, headers, text)
}

/** Undefined where it is too large. Rejects where the client lets go of it. */
async function bodyOf(line: Line): Promise<WholeBody | undefined> {
  if (!line.body) return NONE
  const parts: Uint8Array[] = []
  let size = 0
  for await (const part of line.body) {
    size += part.byteLength
    if (size > LARGEST) return undefined
    parts.push(part)
  }
  return new WholeBody(parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts))
}

function requestOf({ method, headers }: Line, url: URL, body: WholeBody): HttpRequest {
  const own = headers.flatMap(([name, value]): HeaderList => {
    if (OF_THE_HOP.includes(name)) return []
    return [[name, name === 'host' ? url.host : value]]
  })
  return { method, url, headers: own, body: body.isEmpty ? undefined : body }
}

interface Asked {
  line: Line
  request: HttpRequest
  offered: Offered
  way: Way
}

/** A reply that never comes leaves its client waiting, until that gives up or its trial is over. */
async function render(delivered: Delivered, asked: Asked): Promise<void> {
  const { line, request, way } = asked
  if (delivered.kind === 'broken') {
    if (delivered.how === 'no-reply') return
    if (delivered.how === 'refused' && way.outside) return say(line, 403, way.outside)
    return line.reset()
  }
  const headers = headersFor(delivered, asked)
  if (delivered.kind === 'stream') return line.stream(delivered.head.status, headers, delivered.body)
  line.whole(delivered.head.status, headers, request.method === 'HEAD' ? undefined : delivered.body.init)
}

/** A whole body has its length; the answer to a HEAD keeps that of the body which it stands for. */
function headersFor(delivered: Answered, { request, offered, way }: Asked): HeaderList {
  const { status, headers: given } = delivered.head
  const headers = without(given, 'transfer-encoding').map(([name, value]): [string, string] => [
    name,
    name === 'location' ? locationOf(value, request.url, offered, way) : value,
  ])
  if (delivered.kind === 'stream' || request.method === 'HEAD' || isBodiless(status)) return headers
  const length = String(Buffer.byteLength(delivered.body.init))
  return headerOf(headers, 'content-length') === length
    ? headers
    : [...without(headers, 'content-length'), ['content-length', length]]
}

/** An address in the world is spelled for the client; any other is what it is, and so is one that starts from the path. */
function locationOf(value: string, asked: URL, { knows }: Offered, { spell }: Way): string {
  const target = spell && /^(\/|https?:)/i.test(value) ? URL.parse(value, asked) : null
  return spell && target && knows(target) ? spell(target) : value
}
