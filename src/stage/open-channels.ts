import type { ChannelSession, OpenChannel } from '../boundary/channel.ts'
import { channels } from '../channels/index.ts'
import type { Stage } from './stage.ts'

/** Every channel of a stage, open: what an agent is given of its world, whichever process it lives in. */
export interface OpenChannels extends OpenChannel {
  session: ChannelSession
  ports: readonly number[]
}

export function openChannels(stage: Stage): OpenChannels {
  const opened = Object.values(channels).map((channel) => channel.open(stage))
  const parts = opened.map(({ session }) => session)
  const together: Partial<ChannelSession> = Object.assign({}, ...parts)
  return {
    // Each member is some channel's.
    session: { ...(together as ChannelSession), tools: Object.assign({}, ...parts.map(({ tools }) => tools)) },
    env: Object.assign({}, ...opened.map(({ env }) => env)),
    ports: opened.flatMap(({ ports = [] }) => ports),
    close: () => {
      for (const { close } of opened.toReversed()) close()
    },
  }
}
