import { Interceptor } from '@mswjs/interceptors'
import { SocketInterceptor } from '@mswjs/interceptors/net'
import type { HttpServing } from './serving.ts'

/** How long a socket may stay silent before it counts as no HTTP client, in ms of real time. */
const SILENCE_MS = 500
/** What the interceptor calls a connection that it has neither answered nor passed on to its handle. */
const PENDING = 0
const realSetTimeout = setTimeout
const realClearTimeout = clearTimeout
const realSetImmediate = setImmediate

/**
 * Ends the sockets that nobody serves. One that says nothing speaks something else than HTTP/1.1, such as a protocol
 * whose server goes first: it is refused, so that its client fails in place of waiting for ever. None outlives its trial:
 * a socket that a client keeps for later belongs to the trial that opened it.
 */
export function endSockets(serving: HttpServing, talks: (socket: object) => boolean): void {
  Interceptor.singleton(SocketInterceptor).on('connection', ({ controller, connectionOptions, socket }) => {
    const client = Reflect.get(controller, 'socket') as Client
    const { host, port } = connectionOptions
    const target = `${host || 'localhost'}:${port}`
    const silent = () => controller.readyState === PENDING && !talks(socket)
    const refuse = () => {
      if (client.destroyed || !silent()) return
      serving.note({ type: 'egress', via: 'socket', target })
      client.destroy(Object.assign(new Error(`connect ECONNREFUSED ${target}`), { code: 'ECONNREFUSED' }))
    }
    // The interceptor connects when it answers. A server accepts at once, and node:http counts its time-outs from there.
    realSetImmediate(() => {
      if (client.connecting && !client.destroyed && controller.readyState === PENDING && talks(socket)) {
        ;(controller as unknown as Connecting).emulateConnect()
      }
    })
    const timer = realSetTimeout(refuse, SILENCE_MS)
    timer.unref()
    const forget = serving.atClose(() => {
      refuse()
      // A client that keeps its socket for later has it wait with a timer.
      client.setTimeout(0)
      client.destroy()
    })
    client.once('close', () => {
      realClearTimeout(timer)
      forget()
    })
  })
}

/** What the interceptor does by itself for clients that say nothing before they are connected. */
interface Connecting {
  emulateConnect(): void
}

/** The client's end of an intercepted connection. */
interface Client {
  readonly connecting: boolean
  readonly destroyed: boolean
  destroy(error?: Error): void
  setTimeout(ms: number): void
  once(event: 'close', listener: () => void): void
}
