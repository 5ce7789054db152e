import type { HttpRequest, Route } from '../../boundary/http-world.ts'
import type { HttpOutput, Output, Reply } from '../../boundary/reply.ts'
import { BrokenBody, isHttpOutput } from '../../boundary/reply.ts'
import type { Door, Seen } from '../../boundary/seam.ts'
import { type BodyEnd, type Ended, watchBody } from '../../boundary/watch-body.ts'
import type { Json } from '../../kernel/json.ts'
import { withInput } from './input.ts'

/** Headers that tell a client what to do next, and by whose clock. */
const TELLING = ['retry-after', 'location', 'content-type', 'x-ratelimit-remaining', 'www-authenticate', 'date']

/** Carries an HTTP call from and to a fetch in this process. A body that is under way when `signal` aborts fails. */
export function httpDoor(route: Route, request: HttpRequest, signal?: AbortSignal): Door<Response> {
  return {
    execute: (call, changed) => route.execute(changed ? withInput(request, call.input) : request, call),
    read: (output, body) => readOutput(output, body),
    render: (reply, streamed) => {
      if (reply.kind === 'broken') return renderBroken(reply, request, streamed)
      const output = reply.output
      if (!isHttpOutput(output)) throw new TypeError('Failed to deliver: the reply is not an HTTP reply.')
      return renderWhole(output, request, streamed, signal)
    },
  }
}

function renderWhole(output: HttpOutput, request: HttpRequest, streamed: (seen: Seen) => void, signal?: AbortSignal) {
  const { status, headers } = output
  // The answer to a HEAD has no body, whatever the world's handler gave.
  const body = request.method === 'HEAD' && typeof output.body === 'string' ? '' : output.body
  const outcome = status >= 400 ? 'error' : 'ok'
  const head = { outcome, status, headers: telling(headers) } as const
  if (typeof body === 'string') {
    const give = () => respond(request, status, headers, NO_BODY.has(status) ? null : body)
    return { seen: { ...head, output: readText(body) }, give }
  }
  const ended: Ended = (end, text, bounded) => streamed(streamedSeen(head, end, bounded ?? readText(text)))
  const watched = watchBody(body, ended, asFetch, signal)
  return { seen: 'streaming' as const, give: () => respond(request, status, headers, watched) }
}

function streamedSeen(head: Omit<Seen, 'outcome'> & { outcome: 'ok' | 'error' }, end: BodyEnd, output: Json): Seen {
  if (end === 'failed') return { ...head, outcome: 'broken', how: 'truncated', output }
  return end === 'cancelled' ? { ...head, outcome: 'gone', output } : { ...head, output }
}

type BrokenReply = Extract<Reply, { kind: 'broken' }>

/** The errors are those of Node's own fetch. */
function renderBroken({ how, of, afterBytes = 0 }: BrokenReply, request: HttpRequest, streamed: (s: Seen) => void) {
  if (
    how === 'truncated' &&
    of &&
    of.kind !== 'broken' &&
    isHttpOutput(of.output) &&
    typeof of.output.body === 'string'
  ) {
    const { status, headers, body } = of.output
    const cut = new TextEncoder().encode(body).subarray(0, afterBytes)
    const failing = streamOf(cut, new BrokenBody())
    return renderWhole({ status, headers, body: failing }, request, streamed)
  }
  const give = (): Response => {
    if (how === 'no-reply') throw fetchFailure('fetch failed', 'UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error')
    throw fetchFailure('fetch failed', 'ECONNRESET', 'read ECONNRESET')
  }
  return { seen: { outcome: 'broken', how } as const, give }
}

/** What a fetch sees of a body that breaks off. */
function asFetch(thrown: unknown): unknown {
  return thrown instanceof BrokenBody ? fetchFailure('terminated', 'UND_ERR_SOCKET', 'other side closed') : thrown
}

export function fetchFailure(message: string, code: string, cause: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(cause), { code }) })
}

function streamOf(bytes: Uint8Array, failure: Error): ReadableStream<Uint8Array> {
  let sent = false
  return new ReadableStream({
    pull: (controller) => {
      if (sent || bytes.byteLength === 0) return controller.error(failure)
      sent = true
      controller.enqueue(bytes)
    },
  })
}

const NO_BODY = new Set([101, 103, 204, 205, 304])

function respond(request: HttpRequest, status: number, headers: Record<string, string>, body: BodyInit | null) {
  const response = new Response(body, { status, headers })
  Object.defineProperty(response, 'url', { value: request.url.href.split('#', 1)[0] })
  return response
}

function telling(headers: Record<string, string>): Record<string, string> {
  const told: Record<string, string> = {}
  for (const name of TELLING) {
    const value = headers[name]
    if (value !== undefined) told[name] = value
  }
  return told
}

function readOutput(output: Output, streamedBody?: string): Json {
  if (!isHttpOutput(output)) return output.content
  return readText(typeof output.body === 'string' ? output.body : (streamedBody ?? ''))
}

let last: { text: string; json: Json } = { text: '', json: null }

/** The last text is kept: a body is read where the world gave it and again where it is delivered. */
function readText(text: string): Json {
  if (text !== last.text) last = { text, json: parse(text) }
  return last.json
}

function parse(text: string): Json {
  if (text === '') return null
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}
