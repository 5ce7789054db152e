import { type HttpRequest, headerOf, without } from '../../boundary/wire.ts'
import type { Delivered } from './delivered.ts'

/** What a client of fetch wants done with a redirect. */
export type RedirectMode = 'follow' | 'error' | 'manual'

const REDIRECTS = new Set([301, 302, 303, 307, 308])
const MOST = 20
/** They speak of a body that the next request does not have. */
const OF_THE_BODY = ['content-encoding', 'content-language', 'content-location', 'content-type', 'content-length']
/** They are meant for one host. */
const OF_THE_HOST = ['authorization', 'proxy-authorization', 'cookie', 'host']

/**
 * Sends a request and follows where its replies lead, as fetch does (fetch.spec.whatwg.org, HTTP-redirect fetch). Each hop
 * crosses the seam as a call of its own, so that a host outside the world is refused.
 * @throws {TypeError} as Node's own fetch does: a redirect that is not wanted, the 21st, an address that is none.
 */
export async function followRedirects(
  request: HttpRequest,
  mode: RedirectMode,
  send: (request: HttpRequest) => Promise<Delivered>,
): Promise<Arrived> {
  let delivered = await send(request)
  let hop = request
  for (let count = 0; mode !== 'manual'; count++) {
    if (delivered.kind === 'broken' || !REDIRECTS.has(delivered.head.status)) break
    if (mode === 'error') throw failure('unexpected redirect')
    const location = headerOf(delivered.head.headers, 'location')
    if (location === undefined) break
    if (count === MOST) throw failure('redirect count exceeded')
    // Nobody reads it: dropped, so that it is recorded.
    if (delivered.kind === 'stream') await delivered.body.cancel()
    hop = redirected(hop, delivered.head.status, addressOf(location, hop.url))
    delivered = await send(hop)
  }
  return { delivered, request: hop, redirected: hop !== request }
}

/** What came in the end, and of which request. */
export interface Arrived {
  delivered: Delivered
  request: HttpRequest
  redirected: boolean
}

function addressOf(location: string, base: URL): URL {
  const url = URL.parse(location, base)
  if (!url) throw failure('Invalid URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw failure('URL scheme must be a HTTP(S) scheme')
  return url
}

function redirected(request: HttpRequest, status: number, url: URL): HttpRequest {
  const { method, body } = request
  const headers = url.origin === request.url.origin ? request.headers : without(request.headers, ...OF_THE_HOST)
  const becomesGet = status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST'
  if (!becomesGet) return { method, url, headers, body }
  return { method: 'GET', url, headers: without(headers, ...OF_THE_BODY), body: undefined }
}

function failure(cause: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(cause) })
}
