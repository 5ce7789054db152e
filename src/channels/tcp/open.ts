import type { Socket } from 'node:net'
import type { ChannelOffer, ChannelStage } from '../../boundary/channel.ts'
import type { ServiceWorld } from '../../boundary/service-world.ts'
import { Connections } from '../../kernel/connections.ts'
import { tcpDoor } from './door.ts'
import { Inbox } from './inbox.ts'

/** Takes the connections to the services of one trial across its seam. */
export function openServices(stage: ChannelStage): Pick<ChannelOffer, 'heard'> & { close(): void } {
  const connections = new Connections()
  const carried = new Set<Promise<void>>()
  for (const service of Object.values(stage.services ?? {})) {
    service.take((client) => {
      connections.add(client)
      const carrying = carry(client, service, stage).catch(() => void client.destroy())
      carried.add(carrying)
      void carrying.finally(() => carried.delete(carrying))
    })
  }
  return {
    heard: async () => {
      await connections.gone()
      await Promise.all(carried)
    },
    close: () => connections.destroy(),
  }
}

/** From the first byte to the last. */
async function carry(client: Socket, service: ServiceWorld, { seam, principal }: ChannelStage): Promise<void> {
  const inbox = new Inbox(client)
  const { signal } = inbox
  const said = { channel: 'tcp', access: 'unknown', principal, items: 1, input: {} } as const
  await seam.cross({ ...said, target: `${service.name} CONNECT`, signal }, tcpDoor(inbox, service))
}
