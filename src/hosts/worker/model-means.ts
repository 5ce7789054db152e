import { shortPath } from '../../kernel/short-path.ts'
import type { Scenario } from '../../scenario/compiled.ts'
import type { TrialOrder } from '../../stage/order.ts'
import type { Pacing } from '../../stage/pacing.ts'
import type { ModelOrigin } from '../../trace/events/trial-started.ts'
import { modeOf } from '../../world/models/define.ts'
import type { LiveDoor } from '../../world/models/live/door.ts'
import type { ModelMeans } from '../../world/models/model-route.ts'
import { cassettePath, readCassette } from '../../world/models/recorded/cassette.ts'
import { hideSecrets } from '../../world/models/recorded/hide.ts'
import { openReplay, type Replay } from '../../world/models/recorded/replay.ts'

/** What a trial's real models take, and when the trial began that was recorded: one that is replayed begins then, unless its scenario says when. */
export function modelMeans(
  { id, models: { mode } = {}, secrets }: TrialOrder,
  { file, world }: Scenario,
): { means: ModelMeans; startsAt?: number } {
  const modes = Object.entries(world.models).flatMap(([name, model]) => {
    const own = modeOf(model, mode)
    return own === 'scripted' ? [] : [{ name, mode: own }]
  })
  if (!modes.some((one) => one.mode === 'recorded')) return { means: { mode, ...originsOf(modes) } }
  const path = cassettePath(file, id)
  const replay = tried(() => {
    const cassette = readCassette(path)
    if (!cassette) throw new Error(`there is no ${shortPath(path)}: record it with --record`)
    return openReplay(cassette, hideSecrets(secrets))
  })
  const { startsAt, recordedAt } = replay.value ?? {}
  return {
    means: { mode, replay: replay.give, ...originsOf(modes, recordedAt) },
    ...(startsAt !== undefined && { startsAt }),
  }
}

function originsOf(modes: readonly { name: string; mode: ModelOrigin['mode'] }[], recordedAt?: string) {
  if (modes.length === 0) return {}
  const origin = (mode: ModelOrigin['mode']): ModelOrigin =>
    mode === 'recorded' && recordedAt !== undefined ? { mode, recordedAt } : { mode }
  return { origins: Object.fromEntries(modes.map(({ name, mode }) => [name, origin(mode)])) }
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
