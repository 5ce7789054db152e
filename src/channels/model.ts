import { defineChannel } from '../boundary/channel.ts'
import { plainRefusal } from '../boundary/refusal.ts'
import { httpRefusal } from '../boundary/reply.ts'
import { modelEnvironment } from './model/environment.ts'

/** What the SDKs of OpenAI and Anthropic heed: they do not try again. */
const FINAL = { 'x-should-retry': 'false' }

/** Turns of a model, by any client that speaks to a provider over HTTP. What it answers is no deed: the deeds are other calls. */
export const model = defineChannel({
  name: 'model',
  summary: 'Turns of a model, by any client of a provider.',
  holdsEffects: false,
  isAction: false,
  refuse: ({ refusal: worded }, refusal) => {
    const said = refusal.final ? { ...refusal, headers: { ...refusal.headers, ...FINAL } } : refusal
    const own = worded?.(said)
    return own ? httpRefusal(own, own.body) : httpRefusal(said, plainRefusal(said))
  },
  open: ({ world: { modelOrigin }, order }) => ({
    session: { modelUrl: `${modelOrigin}/v1`, model: order.model },
    env: modelEnvironment(modelOrigin),
    close: () => {},
  }),
})
