import { BrokenBody } from '../../boundary/reply.ts'
import { type HeaderList, type HttpRequest, WholeBody } from '../../boundary/wire.ts'
import { LightResponse } from '../../kernel/light/response.ts'
import { codingsOf, decoded, failingAs } from './decoded.ts'
import { type Answered, type Delivered, isBodiless } from './delivered.ts'
import { NEVER } from './exchange.ts'
import { type Arrived, followRedirects } from './redirects.ts'
import type { HttpServing } from './serving.ts'

/** Takes the place of the global fetch, once per process and before agent code loads. */
export function installFetch(serving: HttpServing): void {
  globalThis.fetch = async (input, init) => {
    const { request, signal, redirect } = await readRequest(input, init)
    signal.throwIfAborted()
    return respond(await followRedirects(request, redirect, (hop) => serving.serve(hop, signal, 'fetch')))
  }
}

async function readRequest(input: RequestInfo | URL, init?: RequestInit) {
  const method = (init?.method ?? 'GET').toUpperCase()
  if (isPlain(input, init, method)) {
    // The common case without the cost of a Request: its constructor and text() are dearer than the rest of the call.
    const text = init?.body as string | null | undefined
    const body = typeof text === 'string' ? new WholeBody(text) : undefined
    const headers = headersOf(init?.headers, body)
    const request: HttpRequest = { method, url: new URL(String(input)), headers, body }
    return { request, signal: init?.signal ?? NEVER, redirect: init?.redirect ?? 'follow' }
  }
  const whole = new Request(input, init)
  const { signal, redirect } = whole
  return { request: await requestOf(whole), signal, redirect }
}

const TEXT = ['content-type', 'text/plain;charset=UTF-8'] as const

/** As they cross. What a list that is given means, and whether it may be sent, is for fetch's own class to say. */
function headersOf(given: HeadersInit | undefined, body: WholeBody | undefined): HeaderList {
  if (given === undefined) return body ? [TEXT] : []
  const headers = new Headers(given)
  if (body && !headers.has(TEXT[0])) headers.set(...TEXT)
  return [...headers]
}

/** A request of the web platform, read to its end. */
export async function requestOf(request: Request): Promise<HttpRequest> {
  const body = request.body === null ? undefined : new WholeBody(await request.bytes())
  return { method: request.method, url: new URL(request.url), headers: [...request.headers], body }
}

/** What a fetch accepts for sure. All else is judged by Request, which refuses as Node's own fetch does. */
function isPlain(input: RequestInfo | URL, init: RequestInit | undefined, method: string): input is string | URL {
  if (input instanceof Request || !(init?.body == null || typeof init.body === 'string')) return false
  const hasUser = /^[^?#]*@/.test(String(input))
  const bodiless = method === 'GET' || method === 'HEAD'
  return !hasUser && (bodiless ? init?.body == null : ORDINARY_METHODS.has(method))
}

/** Those that fetch spells in capitals whatever it is given. PATCH is not among them. */
const ORDINARY_METHODS = new Set(['POST', 'PUT', 'DELETE', 'OPTIONS'])

/**
 * What a fetch gets. A reply that never comes is its time-out for heads: the fault has waited as long as its plan says.
 * @throws {TypeError} as Node's own fetch does, where the transport breaks.
 */
export function respond({ delivered, request, redirected }: Arrived): Response {
  if (delivered.kind === 'broken') throw failureOf(delivered.how, request.url.host)
  const response = responseOf(delivered, bodyFor(request, delivered))
  Object.defineProperty(response, 'url', { value: request.url.href.split('#', 1)[0] })
  if (redirected) Object.defineProperty(response, 'redirected', { value: true })
  return response
}

/** A response of the web platform around a body. Where that is at hand, its stream is made when somebody wants it. */
export function responseOf({ head: { status, headers } }: Answered, body: Body): Response {
  const given = isBodiless(status) ? null : body
  const init = { status, headers: headers as [string, string][] }
  return given instanceof ReadableStream ? new Response(given, init) : new LightResponse(given, init)
}

type Body = string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null

/** A fetch takes off what a body was compressed with; other clients see to that themselves. */
function bodyFor({ method }: HttpRequest, { kind, head, body }: Answered): Body {
  const codings = method === 'HEAD' ? [] : codingsOf(head.headers)
  if (kind === 'whole' && codings.length === 0) return body.init
  const stream = kind === 'whole' ? new Response(body.init).body : body
  if (!stream) return null
  return failingAs(codings.length === 0 ? stream : decoded(stream, codings), terminated)
}

/** How the codes of zlib's errors begin, those of Brotli and Zstandard among them. */
const OF_DECODERS = /^(Z_|ZSTD_|ERR__ERROR_|ERR_BROTLI_)/

/** What a fetch sees of a body that breaks off. Its own reason for giving up stays what it is. */
function terminated(thrown: unknown): unknown {
  if (thrown instanceof BrokenBody) return fetchFailure('terminated', 'UND_ERR_SOCKET', 'other side closed')
  const { code, message = '' } = (thrown ?? {}) as { code?: unknown; message?: string }
  // A body that is not what its content-encoding says.
  return typeof code === 'string' && OF_DECODERS.test(code) ? fetchFailure('terminated', code, message) : thrown
}

function failureOf(how: Extract<Delivered, { kind: 'broken' }>['how'], host: string): TypeError {
  if (how === 'no-reply') return fetchFailure('fetch failed', 'UND_ERR_HEADERS_TIMEOUT', 'Headers Timeout Error')
  if (how === 'reset') return fetchFailure('fetch failed', 'ECONNRESET', 'read ECONNRESET')
  return fetchFailure('fetch failed', 'ECONNREFUSED', `connect ECONNREFUSED ${host}`)
}

function fetchFailure(message: string, code: string, cause: string): TypeError {
  return new TypeError(message, { cause: Object.assign(new Error(cause), { code }) })
}
