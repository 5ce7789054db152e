import { type ChannelStage, defineChannel } from '../boundary/channel.ts'
import { plainRefusal } from '../boundary/refusal.ts'
import { serviceEnvironment } from './tcp/environment.ts'
import { openServices } from './tcp/open.ts'

/** Connections to the services of the world. What is said over one is nobody's business here: the connection is the call. */
export const tcp = defineChannel({
  name: 'tcp',
  summary: 'Connections to the services of the world, by any client.',
  holdsEffects: false,
  isAction: true,
  refuse: (_, refusal) => ({ kind: 'error', output: { content: plainRefusal(refusal) } }),
  open: (stage) => {
    const { close } = openServices(stage)
    return { session: { services: placesOf(stage) }, env: {}, ports: portsOf(stage), close }
  },
  serve: async () => ({
    ports: [],
    offer: (stage) => {
      const open = openServices(stage)
      const services = placesOf(stage)
      const told = Object.keys(services).length > 0 && { services }
      return { env: serviceEnvironment(services), told: { ...told }, ports: portsOf(stage), ...open }
    },
    [Symbol.asyncDispose]: async () => {},
  }),
})

function placesOf({ services = {} }: ChannelStage) {
  return Object.fromEntries(Object.entries(services).map(([name, { host, port }]) => [name, { host, port }]))
}

function portsOf({ services = {} }: ChannelStage): number[] {
  return Object.values(services).map(({ port }) => port)
}
