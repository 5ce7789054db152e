import type { Action } from './deps.ts'
import type { Deed, Put, Story } from './story.ts'

/** What a guard promises, told from effects alone. */
export interface Law<A extends Action = Action> {
  name: string
  /** The TypeScript that makes it, for a regression test. */
  source: string
  /** What is tried, the plainest first, and what stands at the boundaries. */
  actions: readonly A[]
  /** How long it is until moments that matter, in ms: until the day turns, until a window is over. */
  waits(now: number): number[]
  /** What is odd about an action: 'NaN', 'negative'. Failures that have the same oddities are told once. */
  oddities(action: A): string[]
  /** 'spend 10' */
  describe(action: A): string
  /** Why what was done may not stand; undefined where it may. Asked behind every effect. */
  broken(story: Story<A>): string | undefined
  /** Was this action let through, by what was done of it? Default: something was. */
  isDone?(put: Put<A>, deeds: readonly Deed<A>[]): boolean
  /** Why this action should have been let through; undefined where refusing it was right. Asked when all is over. */
  owed(story: Story<A>, put: Put<A>): string | undefined
  /** The running sum: 'spent 11 of 10'. */
  sum(story: Story<A>): string
}

/** A deed at the one time at which it counts. */
export interface Counted<A extends Action = Action> {
  put: Put<A>
  did: A
  at: number
  time: number
}

interface ByEffects<A extends Action> {
  /** Why these may not all stand, in the order in which they were done. */
  excess(deeds: readonly Counted<A>[], story: Story<A>): string | undefined
  /** Is this a sound action, which a guard must let through while there is room? */
  isSound(action: A): boolean
  /** Once it has rightly refused something, a guard may refuse all that follows. */
  halts?: boolean
  /** Every way in which deeds can be counted. Default: each at any time that its action saw, in the order in which they were done. */
  ways?(deeds: readonly Deed<A>[], story: Story<A>): Iterable<Counted<A>[]>
}

/**
 * Judges both ways by one rule. What was done is broken where it is too much at whichever time each deed is counted. A refusal
 * is wrong where there was room even if all that may have been done by then is counted, at whichever times.
 */
export function byEffects<A extends Action>(rule: ByEffects<A>): Pick<Law<A>, 'broken' | 'owed'> {
  const { excess, isSound, halts = false, ways = atAnyTime } = rule
  const hadRoom = (story: Story<A>, put: Put<A>): boolean => {
    if (!isSound(put.action)) return false
    const counted = [...countedAgainst(story, put), asDeed(put)]
    for (const way of ways(counted, story)) if (excess(way, story) !== undefined) return false
    return true
  }
  const wasRefused = (story: Story<A>, put: Put<A>) => !story.deeds.some((deed) => deed.put === put)
  return {
    broken: (story) => {
      let found: string | undefined
      for (const way of ways(story.deeds, story)) {
        found = excess(way, story)
        if (found === undefined) return undefined
      }
      return found
    },
    owed: (story, put) => {
      if (!hadRoom(story, put)) return undefined
      const before = story.puts.filter(({ begun }) => begun < (put.ended ?? 0))
      if (halts && before.some((one) => one !== put && wasRefused(story, one) && !hadRoom(story, one))) return undefined
      return 'was refused though there was room'
    },
  }
}

/** All that a guard may have counted by the time at which it refused: what was done, and what nobody knows of. */
function countedAgainst<A extends Action>({ puts, deeds }: Story<A>, put: Put<A>): Deed<A>[] {
  const before = puts.filter((one) => one !== put && one.begun < (put.ended ?? Number.POSITIVE_INFINITY))
  return before.flatMap((one) => {
    const done = deeds.filter((deed) => deed.put === one)
    return done.length === 0 && one.uncertain ? [asDeed(one)] : done
  })
}

function asDeed<A extends Action>(put: Put<A>): Deed<A> {
  return { put, did: put.action, at: put.ended ?? put.begun, times: put.times }
}

/** Beyond so many ways, deeds count when they were done. */
const MOST_WAYS = 256

/** Every way in which deeds that took a while can be counted, the time at which each was done first. */
export function atAnyTime<A extends Action>(deeds: readonly Deed<A>[]): Counted<A>[][] {
  const count = deeds.reduce((product, { times }) => product * times.length, 1)
  let ways: Counted<A>[][] = [[]]
  for (const { put, did, at, times } of deeds) {
    const possible = count > MOST_WAYS ? times.slice(-1) : times.toReversed()
    ways = ways.flatMap((way) => possible.map((time) => [...way, { put, did, at, time }]))
  }
  return ways
}
