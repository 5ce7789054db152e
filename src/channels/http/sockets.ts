import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import type { HttpRequest } from '../../boundary/http-world.ts'
import { fetchFailure } from './door.ts'
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
      const pipe = messageOn(socket)?.socketPath
      if (pipe) throw refusePipe(serving, pipe)
      // Its signal aborts when the client lets go of the connection.
      controller.respondWith(await serving.serve(await read(request), request.signal, 'http'))
    } catch (thrown) {
      controller.errorWith(socketError(thrown))
    }
  })
  requests.apply()
  restoreFetchClasses()
  endSockets(serving, (socket) => talking.has(socket) || messageOn(socket) !== undefined)
}

/**
 * The interceptor has put proxies around Headers, Request and Response, which remember how each header's name was spelled.
 * Every request of the process would pay for that, of whatever client; names mean the same in any spelling.
 */
function restoreFetchClasses(): void {
  const restore = Object.getOwnPropertySymbols(Headers).find(({ description }) => description === 'kRestorePatches')
  if (restore) Reflect.get(Headers, restore)()
}

/** The request that node:http notes on its connection. With a `socketPath` it goes to a socket in place of a host. */
function messageOn(socket: object): { socketPath?: string } | undefined {
  return Reflect.get(socket, '_httpMessage') ?? undefined
}

/**
 * Clients other than fetch see the cause itself: ECONNRESET, ECONNREFUSED. A reply that never comes is fetch's own word
 * for a connection that timed out.
 */
function socketError(thrown: unknown): unknown {
  const cause = (thrown as { cause?: { code?: string } }).cause ?? thrown
  if ((cause as { code?: string }).code !== 'UND_ERR_HEADERS_TIMEOUT') return cause
  return Object.assign(new Error('read ETIMEDOUT'), { code: 'ETIMEDOUT', syscall: 'read' })
}

function refusePipe(serving: HttpServing, target: string): TypeError {
  serving.note({ type: 'egress', via: 'pipe', target })
  return fetchFailure('fetch failed', 'ECONNREFUSED', `connect ECONNREFUSED ${target}`)
}

async function read(request: Request): Promise<HttpRequest> {
  const body = request.body === null ? undefined : await request.text()
  return { method: request.method, url: new URL(request.url), headers: request.headers, body }
}
