import { openServer } from '../../../src/channels/http/server.ts'
import type { BoundEntry } from '../../../src/faults/plan.ts'
import { compileScenario } from '../../../src/scenario/compile.ts'
import { openStage } from '../../../src/stage/stage.ts'
import { leapingClock } from '../../../src/testing/fault-stage.ts'
import type { Recorded } from '../../../src/trace/event.ts'
import { type CallStory, gatherEvidence } from '../../../src/trace/evidence.ts'
import type { Conversation, ScriptedModel, Turn } from '../../../src/world/models/define.ts'
import { MODEL_ORIGIN } from '../../../src/world/models/model-route.ts'

/** A stand-in for a model's provider, on a port of its own. */
export interface Provider extends AsyncDisposable {
  /** Where it is, as clients are told. */
  url: string
  /** What the model was shown, turn by turn. */
  asked: Conversation[]
  /** All that was written down. */
  trace(): string
  calls(): readonly CallStory[]
}

/** @param plan What goes wrong, of each call. */
export async function openProvider(
  policy: (conversation: Conversation) => Turn,
  plan: BoundEntry[] = [],
  price?: ScriptedModel['price'],
): Promise<Provider> {
  const asked: Conversation[] = []
  const scripted = {
    policy: (conversation: Conversation) => {
      asked.push(conversation)
      return policy(conversation)
    },
    ...(price && { price }),
  }
  const scenario = compileScenario('test/provider', 'provider.ts', {
    task: { text: 'Ask.' },
    world: { models: { scripted } },
    scorers: [],
  })
  const events: Recorded[] = []
  const clock = leapingClock()
  const write = (event: object) => void events.push({ seq: events.length + 1, at: clock.now(), ...event } as Recorded)
  const order = { id: 'a-trial', seed: 's', variant: 'calm', model: null, agent: { name: 'a' }, plan }
  const stage = await openStage(order, scenario, { clock, write })
  const server = await openServer()
  const offer = server.offer({ http: stage.world.http, seam: stage.seam, principal: 'a', note: write })
  return {
    url: offer.urlOf(MODEL_ORIGIN),
    asked,
    trace: () => JSON.stringify(events),
    calls: () => gatherEvidence(events).calls,
    [Symbol.asyncDispose]: async () => {
      offer[Symbol.dispose]()
      await server[Symbol.asyncDispose]()
      await stage[Symbol.asyncDispose]()
    },
  }
}
