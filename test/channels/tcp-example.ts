import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import type { ServiceWorld } from '../../src/boundary/service-world.ts'
import type { ChannelExample } from '../../src/testing/channel-contract.ts'
import { NOTHING } from './examples.ts'

/** So long a client waits, in ms. */
const PATIENCE_MS = 300

/** A service that says PONG to whatever it hears, behind a door that real sockets come through. */
export const ponging: ChannelExample = {
  world: (ran) => ({ ...NOTHING, services: { cache: pongService(ran) } }),
  call: async (_, { services = {} }) => {
    const { cache } = services
    if (!cache) throw new Error('There is no service.')
    const server = createServer({ allowHalfOpen: true }, (client) => (cache as PongService).taken?.(client))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    try {
      return await ping((server.address() as AddressInfo).port)
    } finally {
      server.close()
    }
  },
}

type PongService = ServiceWorld & { taken?: (client: Socket) => void }

function pongService(ran: () => void): PongService {
  const service: PongService = {
    name: 'cache',
    host: '127.0.0.1',
    port: 1,
    take: (connected) => {
      service.taken = connected
    },
    connect: async () => {
      ran()
      const server = createServer((socket) => socket.once('data', () => socket.end('PONG')))
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
      await new Promise((resolve) => socket.once('connect', resolve))
      server.close()
      return socket
    },
    talk: () => ({ sent: () => {}, ending: () => {}, over: async () => {} }),
  }
  return service
}

/** Resolves with whether it was heard; rejects where the connection broke, or nothing came. */
function ping(port: number): Promise<'yes' | 'no'> {
  return new Promise((resolve, reject) => {
    const client = connect(port, '127.0.0.1', () => client.write('PING'))
    const limit = setTimeout(() => reject(new Error('Nothing came.')), PATIENCE_MS)
    client.once('data', () => resolve('yes'))
    client.once('end', () => resolve('no'))
    client.once('error', reject)
    client.once('close', () => clearTimeout(limit))
    setTimeout(() => client.destroy(), PATIENCE_MS + 50)
  })
}
