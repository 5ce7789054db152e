import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import type { HttpRequest } from '../boundary/http-world.ts'
import { fetchFailure } from './http-door.ts'
import type { HttpServing } from './serving.ts'
import { endSockets } from './socket-ends.ts'

/**
 * Serves what speaks HTTP/1.1 over a socket of this process (node:http, node:https, undici, axios, got ...) across the
 * seam. What says something else is passed on, to be refused by its handle.
 */
export function interceptSockets(serving: HttpServing): void {
  const talking = new WeakSet<object>()
  const requests = new HttpRequestInterceptor()
  requests.on('request', async ({ request, controller, initiator }) => {
    const socket = initiator as object
    talking.add(socket)
    try {
      const pipe = pipeOf(socket)
      if (pipe !== undefined) throw refusePipe(serving, pipe)
      // Its signal aborts when the client lets go of the connection.
      controller.respondWith(await serving.serve(await read(request), request.signal, 'http'))
    } catch (thrown) {
      // Clients other than fetch see the cause itself: ECONNRESET, ECONNREFUSED.
      controller.errorWith((thrown as Error).cause ?? thrown)
    }
  })
  requests.apply()
  endSockets(serving, (socket) => talking.has(socket))
}

/** The path of a socket that node:http was given in place of a host: it notes its request on its connection. */
function pipeOf(socket: object): string | undefined {
  return (Reflect.get(socket, '_httpMessage') as { socketPath?: string } | undefined)?.socketPath ?? undefined
}

function refusePipe(serving: HttpServing, target: string): TypeError {
  serving.note({ type: 'egress', via: 'pipe', target })
  return fetchFailure('fetch failed', 'ECONNREFUSED', `connect ECONNREFUSED ${target}`)
}

async function read(request: Request): Promise<HttpRequest> {
  const body = request.body === null ? undefined : await request.text()
  return { method: request.method, url: new URL(request.url), headers: request.headers, body }
}
