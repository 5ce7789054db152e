import { defineChannel } from '../boundary/channel.ts'
import { plainRefusal } from '../boundary/refusal.ts'
import { httpRefusal } from '../boundary/reply.ts'
import { httpAsking } from './http/asking.ts'

/** Requests to the world's APIs, by any client. */
export const http = defineChannel({
  name: 'http',
  summary: 'Requests to the APIs of the world, by any HTTP client.',
  holdsEffects: false,
  isAction: true,
  asking: httpAsking,
  refuse: (_, refusal) => httpRefusal(refusal, plainRefusal(refusal)),
  open: ({ world: { urls, routes } }) => ({
    session: { urls: { ...urls }, routes: [...routes] },
    env: {},
    close: () => {},
  }),
  // Model calls are HTTP as well: the same server serves them.
  serve: async (place) => (await import('./http/serve.ts')).serveHttp(place),
})
