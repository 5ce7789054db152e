import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { ServiceWorld } from '../../../boundary/service-world.ts'
import { ownSocket } from '../../../kernel/own-socket.ts'
import type { ServiceState } from '../define.ts'
import { type ServiceMeans, Watch } from './watch.ts'

/** Where the services of a trial really are, by name. */
export type ServicePlaces = Readonly<Record<string, { host: string; port: number }>>

/** The services of one trial, in the process that runs it. */
export interface OpenServices {
  worlds: Readonly<Record<string, ServiceWorld>>
  /** What is in them before the agent. */
  initial: ServiceState
  /** Ends what is open, and waits until every service was looked at behind it. */
  close(): Promise<void>
}

const HOST = '127.0.0.1'
const NONE: OpenServices = { worlds: {}, initial: {}, close: async () => {} }

/** @throws {Error} one cannot be looked at. */
export async function openServices(places: ServicePlaces, means: ServiceMeans): Promise<OpenServices> {
  const names = Object.keys(places)
  if (names.length === 0) return NONE
  const proxies: ServiceProxy[] = []
  const close = async () => {
    await Promise.all(proxies.map((proxy) => proxy.close()))
  }
  try {
    for (const [name, place] of Object.entries(places)) {
      const watch = new Watch(name, await means.look(name), means)
      const proxy = new ServiceProxy(name, place, watch, means)
      proxies.push(proxy)
      await proxy.listen()
    }
  } catch (thrown) {
    await close()
    throw thrown
  }
  return {
    worlds: Object.fromEntries(proxies.map((proxy) => [proxy.name, proxy])),
    initial: Object.assign({}, ...proxies.map(({ initial }) => initial)),
    close,
  }
}

/** Stands before a service, at an address of the trial's own. */
class ServiceProxy implements ServiceWorld {
  readonly name: string
  readonly host = HOST
  readonly initial: ServiceState
  port = 0
  readonly #place: { host: string; port: number }
  readonly #watch: Watch
  readonly #real: ServiceMeans['real']
  readonly #server: Server
  readonly #clients = new Set<Socket>()
  #connected: ((client: Socket) => void) | undefined

  constructor(name: string, place: { host: string; port: number }, watch: Watch, { real }: ServiceMeans) {
    this.name = name
    this.initial = watch.state
    this.#place = place
    this.#watch = watch
    this.#real = real
    this.#server = createServer({ allowHalfOpen: true }, (client) => this.#take(client))
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', reject)
      this.#server.listen(0, HOST, resolve)
    })
    // That somebody may come is nothing that a trial waits for.
    this.#server.unref()
    this.port = (this.#server.address() as AddressInfo).port
  }

  take(connected: (client: Socket) => void): void {
    this.#connected = connected
  }

  async connect(): Promise<Socket> {
    await this.#watch.clear()
    return new Promise((resolve, reject) => {
      const socket = ownSocket()
      socket.allowHalfOpen = true
      socket.once('error', reject)
      socket.connect(this.#place.port, this.#place.host, () => {
        socket.off('error', reject)
        resolve(socket)
      })
    })
  }

  talk(call: string, effect: Parameters<ServiceWorld['talk']>[1]) {
    return this.#watch.talk(call, effect)
  }

  #take(client: Socket): void {
    if (!this.#connected) return void client.destroy()
    this.#real(`the service "${this.name}"`)
    this.#clients.add(client)
    client.once('close', () => this.#clients.delete(client))
    this.#connected(client)
  }

  async close(): Promise<void> {
    this.#connected = undefined
    this.#server.close()
    for (const client of this.#clients) client.destroy()
    await this.#watch.settled()
  }
}
