import { followRedirects } from './redirects.ts'
import { type HttpServing, NEVER } from './serving.ts'

/** Takes the place of the global fetch, once per process and before agent code loads. */
export function installFetch(serving: HttpServing): void {
  globalThis.fetch = async (input, init) => {
    const { request, signal, redirect } = await readRequest(input, init)
    signal.throwIfAborted()
    return followRedirects(request, redirect, (hop) => serving.serve(hop, signal, 'fetch'))
  }
}

async function readRequest(input: RequestInfo | URL, init?: RequestInit) {
  const method = (init?.method ?? 'GET').toUpperCase()
  if (isPlain(input, init, method)) {
    // The common case without the cost of a Request: its constructor and text() are dearer than the rest of the call.
    const headers = new Headers(init?.headers)
    const body = init?.body as string | null | undefined
    if (typeof body === 'string' && !headers.has('content-type'))
      headers.set('content-type', 'text/plain;charset=UTF-8')
    return {
      request: { method, url: new URL(String(input)), headers, body: body ?? undefined },
      signal: init?.signal ?? NEVER,
      redirect: init?.redirect ?? 'follow',
    }
  }
  const whole = new Request(input, init)
  const body = whole.body === null ? undefined : await whole.text()
  const { headers, signal, redirect } = whole
  return { request: { method: whole.method, url: new URL(whole.url), headers, body }, signal, redirect }
}

/** What a fetch accepts for sure. All else is judged by Request, which refuses as Node's own fetch does. */
function isPlain(input: RequestInfo | URL, init: RequestInit | undefined, method: string): input is string | URL {
  if (input instanceof Request || !(init?.body == null || typeof init.body === 'string')) return false
  const hasUser = /@/.test(String(input).split(/[?#]/, 1)[0] ?? '')
  const bodiless = method === 'GET' || method === 'HEAD'
  return !hasUser && (bodiless ? init?.body == null : ORDINARY_METHODS.has(method))
}

/** Those that fetch spells in capitals whatever it is given. PATCH is not among them. */
const ORDINARY_METHODS = new Set(['POST', 'PUT', 'DELETE', 'OPTIONS'])
