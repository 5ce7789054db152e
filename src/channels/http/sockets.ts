import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import type { Answered, Delivered } from './delivered.ts'
import { requestOf, responseOf } from './fetch.ts'
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
      // Its signal aborts when the client lets go of the connection.
      const delivered = pipe
        ? refusePipe(serving, pipe)
        : await serving.serve(await requestOf(request), request.signal, 'http')
      if (delivered.kind === 'broken')
        controller.errorWith(socketError(delivered.how, pipe ?? new URL(request.url).host))
      else controller.respondWith(rawResponse(delivered, listed))
    } catch (thrown) {
      controller.errorWith(thrown)
    }
  })
  requests.apply()
  const listed = headerListSymbol()
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

/** What a client sees of its connection. A reply that never comes is a connection that timed out. */
function socketError(how: Extract<Delivered, { kind: 'broken' }>['how'], address: string): Error {
  if (how === 'reset') return failure('read', 'ECONNRESET', 'read ECONNRESET')
  if (how === 'no-reply') return failure('read', 'ETIMEDOUT', 'read ETIMEDOUT')
  return failure('connect', 'ECONNREFUSED', `connect ECONNREFUSED ${address}`)
}

function failure(syscall: string, code: string, message: string): Error {
  return Object.assign(new Error(message), { code, syscall })
}

function refusePipe(serving: HttpServing, target: string): Delivered {
  serving.note({ type: 'egress', via: 'pipe', target })
  return { kind: 'broken', how: 'refused' }
}

/** A response whose body stays as it is, compression and all, and whose headers the interceptor writes one by one. */
function rawResponse(delivered: Answered, listed: symbol | undefined): Response {
  const response = responseOf(delivered, delivered.kind === 'whole' ? delivered.body.init : delivered.body)
  const headers = delivered.head.headers.map(([name, value]) => [name, value])
  if (listed) Object.defineProperty(response.headers, listed, { value: headers, configurable: true })
  return response
}

/** Where the interceptor looks for headers as they are to be written: a Headers of fetch would join those that are repeated. */
function headerListSymbol(): symbol | undefined {
  const symbols = Object.getOwnPropertySymbols(new Headers([['a', 'b']]))
  return symbols.find(({ description }) => description === 'kRawHeaders')
}
