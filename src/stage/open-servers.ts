import type { ChannelOffer, ChannelServer } from '../boundary/channel.ts'
import { ANY_PLACE } from '../boundary/server-place.ts'
import { channels } from '../channels/index.ts'
import { disposeAll } from '../kernel/dispose-all.ts'

/** Every server that channels have, open in this process. @throws {Error} one could not listen. */
export async function openServers(place = ANY_PLACE): Promise<ChannelServer> {
  const servers: ChannelServer[] = []
  try {
    for (const { serve } of Object.values(channels)) if (serve) servers.push(await serve(place))
    return {
      ports: servers.flatMap(({ ports }) => ports),
      folders: servers.flatMap(({ folders = [] }) => folders),
      offer: (stage) => together(servers.map((server) => server.offer(stage))),
      [Symbol.asyncDispose]: () => disposeAll(servers),
    }
  } catch (thrown) {
    await disposeAll(servers)
    throw thrown
  }
}

/** What the channels of a trial offer, as one. */
function together(offers: readonly ChannelOffer[]): ChannelOffer {
  return {
    env: Object.assign({}, ...offers.map(({ env }) => env)),
    told: Object.assign({}, ...offers.map(({ told }) => told)),
    ports: offers.flatMap(({ ports = [] }) => ports),
    heard: async () => {
      for (const { heard } of offers) await heard()
    },
    close: async () => {
      for (const { close } of offers.toReversed()) await close()
    },
  }
}
