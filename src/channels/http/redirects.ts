import type { HttpRequest } from '../../boundary/http-world.ts'

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
  send: (request: HttpRequest) => Promise<Response>,
): Promise<Response> {
  let response = await send(request)
  for (let hop = request, count = 0; REDIRECTS.has(response.status) && mode !== 'manual'; count++) {
    if (mode === 'error') throw failure('unexpected redirect')
    const location = response.headers.get('location')
    if (location === null) break
    if (count === MOST) throw failure('redirect count exceeded')
    // Nobody reads it: dropped, so that it is recorded.
    await response.body?.cancel()
    hop = redirected(hop, response.status, addressOf(location, hop.url))
    response = await send(hop)
    Object.defineProperty(response, 'redirected', { value: true })
  }
  return response
}

function addressOf(location: string, base: URL): URL {
  const url = URL.parse(location, base)
  if (!url) throw failure('Invalid URL')
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw failure('URL scheme must be a HTTP(S) scheme')
  return url
}

function redirected(request: HttpRequest, status: number, url: URL): HttpRequest {
  const { method, body } = request
  const headers = new Headers(request.headers)
  if (url.origin !== request.url.origin) for (const name of OF_THE_HOST) headers.delete(name)
  const becomesGet = status === 303 ? method !== 'GET' && method !== 'HEAD' : status < 303 && method === 'POST'
  if (!becomesGet) return { method, url, headers, body }
  for (const name of OF_THE_BODY) headers.delete(name)
  return { method: 'GET', url, headers, body: undefined }
}

function failure(cause: string): TypeError {
  return new TypeError('fetch failed', { cause: new Error(cause) })
}
