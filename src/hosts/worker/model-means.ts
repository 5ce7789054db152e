import type { Scenario } from '../../scenario/compile.ts'
import type { TrialOrder } from '../../stage/order.ts'
import type { Pacing } from '../../stage/pacing.ts'
import { modeOf } from '../../world/models/define.ts'
import type { LiveDoor } from '../../world/models/live/door.ts'
import type { ModelMeans } from '../../world/models/model-route.ts'
import { cassettePath, readCassette } from '../../world/models/recorded/cassette.ts'
import { hideSecrets } from '../../world/models/recorded/hide.ts'
import { openReplay, type Replay } from '../../world/models/recorded/replay.ts'

/** What a trial's real models take, and when the trial began that was recorded: one that is replayed begins then. */
export function modelMeans(
  { id, models: { mode } = {}, secrets }: TrialOrder,
  { file, world }: Scenario,
): { means: ModelMeans; startsAt?: number } {
  const recorded = Object.values(world.models).some((model) => modeOf(model, mode) === 'recorded')
  if (!recorded) return { means: { mode } }
  const path = cassettePath(file, id)
  const replay = tried(() => {
    const cassette = readCassette(path)
    if (!cassette) throw new Error(`there is no ${path}: record it with --record`)
    return openReplay(cassette, hideSecrets(secrets))
  })
  return { means: { mode, replay: replay.give }, ...(replay.value && { startsAt: replay.value.startsAt }) }
}

/** What fails is told to whoever needs it, and to nobody else. */
function tried(open: () => Replay): { value?: Replay; give(): Replay } {
  try {
    const value = open()
    return { value, give: () => value }
  } catch (thrown) {
    return {
      give: () => {
        throw thrown
      },
    }
  }
}

/** Time follows the wall from the first request on: no seed holds how long a provider takes. */
export function inRealTime(live: LiveDoor, pacing: Pacing): LiveDoor {
  return {
    ask: (request, signal) => {
      pacing.real('a live model')
      return live.ask(request, signal)
    },
  }
}
