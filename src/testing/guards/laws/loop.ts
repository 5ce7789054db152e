import type { Action } from '../deps.ts'
import { byEffects, type Counted, type Law } from '../law.ts'
import type { Deed, Story } from '../story.ts'
import { isCount, kept } from './kept.ts'

export interface LoopLaw {
  /** How often the same thing may be done in a row. */
  repeats: number
}

export interface Step extends Action {
  call: string
}

/** The same thing is not done more often in a row, also over a crash; until then everything is let through. @throws {UsageError} `repeats` is none. */
export function loop({ repeats }: LoopLaw): Law<Step> {
  kept('loop', 'repeats', repeats, isCount, 'a whole number, 1 or more')
  return {
    name: 'loop',
    source: `laws.loop({ repeats: ${repeats} })`,
    actions: [{ call: 'x' }, { call: 'y' }],
    waits: () => [],
    oddities: () => [],
    describe: ({ call }) => `call ${call}`,
    ...byEffects<Step>({
      excess: (deeds) => {
        let run = 0
        for (const [index, { did }] of deeds.entries()) {
          run = did.call === deeds[index - 1]?.did.call ? run + 1 : 1
          if (run > repeats) return `${did.call} was done ${run} times in a row, at most ${repeats} may be`
        }
        return undefined
      },
      isSound: () => true,
      halts: true,
      ways: inAnyOrder,
    }),
    sum: ({ deeds }) => {
      const last = deeds.at(-1)?.did.call
      const other = deeds.findLastIndex(({ did }) => did.call !== last)
      return last === undefined ? '' : `${last} × ${deeds.length - 1 - other}`
    },
  }
}

interface Placed extends Counted<Step> {
  from: number
  to: number
  /** A guard may have counted it, and need not have. */
  mayBe: boolean
}

/**
 * Actions that were under way together may have been counted in any order, and so may those of which nobody knows what came. Of two
 * that were not, the first is counted first.
 */
function* inAnyOrder(deeds: readonly Deed<Step>[], story: Story<Step>): Generator<Counted<Step>[]> {
  const placed = deeds.map((deed): Placed => {
    const mayBe = deed.put.uncertain && !story.deeds.includes(deed)
    return { ...deed, time: 0, from: deed.put.begun, to: mayBe ? Number.POSITIVE_INFINITY : deed.at, mayBe }
  })
  const unknown = story.puts.filter((put) => put.ended === undefined && !deeds.some((deed) => deed.put === put))
  const possible = unknown.map((put): Placed => {
    const { action, begun } = put
    return { put, did: action, at: begun, time: 0, from: begun, to: Number.POSITIVE_INFINITY, mayBe: true }
  })
  yield* orders([...placed, ...possible], [])
}

function* orders(left: readonly Placed[], way: Placed[]): Generator<Placed[]> {
  if (left.every(({ mayBe }) => mayBe)) yield way
  for (const one of left) {
    if (left.some((other) => other.to < one.from)) continue
    yield* orders(
      left.filter((other) => other !== one),
      [...way, one],
    )
  }
}
