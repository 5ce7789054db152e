import { type HttpServing, NEVER } from './serving.ts'

/** Takes the place of the global fetch, once per process and before agent code loads. */
export function installFetch(serving: HttpServing): void {
  globalThis.fetch = async (input, init) => {
    const { request, signal } = await readRequest(input, init)
    signal.throwIfAborted()
    return serving.serve(request, signal, 'fetch')
  }
}

async function readRequest(input: RequestInfo | URL, init?: RequestInit) {
  const plain = !(input instanceof Request) && (init?.body == null || typeof init.body === 'string')
  if (plain) {
    // The common case without the cost of a Request: its constructor and text() are dearer than the rest of the call.
    const headers = new Headers(init?.headers)
    const body = init?.body as string | null | undefined
    if (typeof body === 'string' && !headers.has('content-type'))
      headers.set('content-type', 'text/plain;charset=UTF-8')
    const method = (init?.method ?? 'GET').toUpperCase()
    return {
      request: { method, url: new URL(String(input)), headers, body: body ?? undefined },
      signal: init?.signal ?? NEVER,
    }
  }
  const whole = new Request(input, init)
  const body = whole.body === null ? undefined : await whole.text()
  const { method, headers } = whole
  return { request: { method, url: new URL(whole.url), headers, body }, signal: whole.signal }
}
