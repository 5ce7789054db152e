import { intentOf } from '../../trace/deed.ts'
import { type CallStory, type Evidence, seenOutput } from '../../trace/evidence.ts'
import { wentWell } from './calls.ts'

/** From a fault that the agent could see to the first good reply to the same call, or to its last try. */
export interface Episode {
  /** In order of proposal; the first met the fault. */
  tries: CallStory[]
  /** The last try went well. */
  recovered: boolean
}

/**
 * Did a planned fault reach the agent, in a way that it could see? Not a reply that was late or a lie, and not the
 * world's own no.
 */
export function metFault(story: CallStory): boolean {
  const { faults, executed, delivered } = story
  if (faults.length === 0 || delivered?.outcome === 'refused') return false
  if (delivered?.outcome === 'error') return executed?.outcome !== 'error' || delivered.output !== undefined
  if (delivered?.outcome !== 'ok' || !executed) return true
  return isSpoilt(story)
}

/** JSON in the world and text on the way. */
function isSpoilt(story: CallStory): boolean {
  return typeof seenOutput(story) === 'string' && typeof story.executed?.output !== 'string'
}

/** @param sameness What makes two calls tries of one: the same key (of a model, its next turn), or the same target. */
export function episodesOf(
  { calls }: Evidence,
  sameness: 'key' | 'target',
  scope: (story: CallStory) => boolean,
): Episode[] {
  const groups = Map.groupBy(calls, ({ call }) => (sameness === 'key' ? intentOf(call) : call.target))
  return [...groups.values()].flatMap((tries) => split(tries, scope)).sort((a, b) => startOf(a) - startOf(b))
}

function split(tries: readonly CallStory[], scope: (story: CallStory) => boolean): Episode[] {
  const episodes: Episode[] = []
  let open: Episode | undefined
  for (const story of tries) {
    if (!open && metFault(story) && scope(story)) {
      open = { tries: [], recovered: false }
      episodes.push(open)
    }
    if (!open) continue
    open.tries.push(story)
    open.recovered = wentWell(story) && !isSpoilt(story)
    if (open.recovered) open = undefined
  }
  return episodes
}

function startOf({ tries }: Episode): number {
  return tries[0]?.proposed.seq ?? 0
}

/** How long the agent waited before each further try, in ms of the trial's clock: 0 where it did not wait for the end. */
export function pauses({ tries }: Episode): number[] {
  return tries.slice(1).map((story, index) => {
    const before = tries[index]?.delivered?.at
    return before === undefined ? 0 : Math.max(0, story.proposed.at - before)
  })
}
