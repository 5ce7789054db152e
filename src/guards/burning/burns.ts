import type { CallStory } from '../../trace/evidence.ts'
import type { Burning } from './norm.ts'

/** What a call burned, as the trace tells it. */
export interface Burn extends Burning {
  story: CallStory
  /** What it was taken for until it was done, in micro-dollars. */
  estimate: number
  /** Places in the trace: when the guard had spoken, when the world was done. */
  from: number
  to: number
}

/** The calls that ran, refused by the world or not. @param guard Whose word says when a call was counted. */
export function burnsOf(calls: readonly CallStory[], guard = ''): Burn[] {
  return calls.flatMap((story) => {
    const { call, proposed, decisions, executed, effects } = story
    const to = executed?.seq ?? effects.at(-1)?.seq
    if (to === undefined) return []
    const spoken = decisions.findLast((one) => one.guard === guard) ?? proposed
    const estimate = call.cost?.micros ?? 0
    const isFree = executed?.outcome === 'error' && effects.length === 0
    const usd = executed?.actual?.micros ?? (isFree ? 0 : estimate)
    return [{ story, estimate, usd, calls: 1, at: spoken.at, from: spoken.seq, to }]
  })
}
