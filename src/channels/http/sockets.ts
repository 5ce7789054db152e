import { Socket } from 'node:net'
import { HttpRequestInterceptor } from '@mswjs/interceptors/http'
import type { Answered, Delivered } from './delivered.ts'
import { requestOf, responseOf } from './fetch.ts'
import type { HttpServing } from './serving.ts'
import { endSockets } from './socket-ends.ts'

/**
 * Serves what speaks HTTP/1.1 over a socket of this process (node:http, node:https, undici, axios, got ...) across the
 * seam. What says something else is passed on, to be refused by its handle.
 */
export function interceptSockets(serving: HttpServing, passes: Passes): void {
  const talking = new WeakSet<object>()
  const requests = new HttpRequestInterceptor()
  requests.on('request', async ({ request, controller, initiator }) => {
    talking.add(initiator as object)
    try {
      // Its signal aborts when the client lets go of the connection.
      const delivered = await serving.serve(await requestOf(request), request.signal, 'http')
      if (delivered.kind === 'broken') controller.errorWith(socketError(delivered.how, new URL(request.url).host))
      else controller.respondWith(rawResponse(delivered, listed))
    } catch (thrown) {
      controller.errorWith(thrown)
    }
  })
  const { connect } = Socket.prototype
  requests.apply()
  leaveAlone(connect, passes)
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

/**
 * What leads to a port of the trial's own is connected as it is: there the other side may speak first.
 * No part of a world has a path. A client of one is not made to believe that it is connected, whatever it speaks: its handle refuses it.
 * @param connect As it was before anything was put around it.
 */
function leaveAlone(connect: Socket['connect'], passes: Passes): void {
  const intercepted = Socket.prototype.connect
  Socket.prototype.connect = function (this: Socket, ...args: unknown[]) {
    const left = isPipe(args) || passes(...placeIn(args))
    return Reflect.apply(left ? connect : intercepted, this, args)
  } as Socket['connect']
}

/** As Node reads the arguments of `connect`: options, a path, or either with a callback in a list. */
function isPipe([first]: readonly unknown[]): boolean {
  const to: unknown = Array.isArray(first) ? first[0] : first
  if (typeof to === 'string') return !(Number(to) >= 0)
  return Boolean((to as { path?: unknown } | null | undefined)?.path)
}

/** Whether what listens at a port of an address is the trial's own, and no HTTP. */
export type Passes = (address: string, port: number) => boolean

/** Where `connect` is to lead. */
function placeIn([first, second]: readonly unknown[]): [address: string, port: number] {
  const [to, host]: readonly unknown[] = Array.isArray(first) ? first : [first, second]
  if (typeof to !== 'object' || to === null) return [typeof host === 'string' ? host : 'localhost', Number(to)]
  const { port, host: named = 'localhost' } = to as { port?: unknown; host?: unknown }
  return [String(named), Number(port)]
}

/** The request that node:http notes on its connection. */
function messageOn(socket: object): object | undefined {
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
