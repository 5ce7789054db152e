import { Interceptor } from '@mswjs/interceptors'
import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import { SocketInterceptor } from '@mswjs/interceptors/net'
import type { HttpRequest } from '../boundary/http-world.ts'
import type { HttpServing } from './serving.ts'

/** How long a socket may stay silent before it counts as no HTTP client, in ms of real time. */
const SILENCE_MS = 500
const realSetTimeout = setTimeout

/**
 * Serves what speaks HTTP/1.1 over a socket of this process (node:http, node:https, undici, axios, got ...) across the
 * seam. A socket that says nothing speaks something else, such as a protocol whose server goes first: it is refused, so
 * that its client fails in place of waiting for ever. One that says something else is passed on, to be refused by its handle.
 */
export function interceptSockets(serving: HttpServing): void {
  const requests = new HttpRequestInterceptor()
  requests.on('request', async ({ request, controller, initiator }) => {
    const gone = new AbortController()
    const { once } = initiator as { once?: (event: string, listener: () => void) => unknown }
    once?.call(initiator, 'close', () => gone.abort(new DOMException('The client closed the connection', 'AbortError')))
    try {
      controller.respondWith(await serving.serve(await read(request), gone.signal, 'http'))
    } catch (thrown) {
      // Clients other than fetch see the cause itself: ECONNRESET, ECONNREFUSED.
      controller.errorWith((thrown as Error).cause ?? thrown)
    }
  })
  requests.apply()
  Interceptor.singleton(SocketInterceptor).on('connection', ({ controller, connectionOptions, socket }) => {
    let silent = true
    socket.once('data', () => {
      silent = false
    })
    const target = connectionOptions.path ?? `${connectionOptions.host}:${connectionOptions.port}`
    const timer = realSetTimeout(() => {
      if (!silent || socket.destroyed) return
      serving.note({ type: 'egress', via: 'socket', target })
      const refusal = Object.assign(new Error(`connect ECONNREFUSED ${target}`), { code: 'ECONNREFUSED' })
      clientOf(controller).destroy(refusal)
    }, SILENCE_MS)
    timer.unref()
  })
}

/** The client's end of an intercepted connection. */
function clientOf(controller: object): { destroy(error: Error): void } {
  return Reflect.get(controller, 'socket') as { destroy(error: Error): void }
}

async function read(request: Request): Promise<HttpRequest> {
  const body = request.body === null ? undefined : await request.text()
  return { method: request.method, url: new URL(request.url), headers: request.headers, body }
}
