import fc from 'fast-check'
import type { Action } from './deps.ts'
import { disturbanceOf } from './history.ts'
import { type Played, play } from './play.ts'
import { first, isDone, isKnown, needsOf, note, playOf, type Trial } from './search.ts'
import type { Play } from './stage.ts'

const MOST_ACTIONS = 8
const MOST_CHOICES = 64

/**
 * Plays histories that are drawn, each without what is known to fail. One that fails is shrunk, and the rest looks for other failures.
 * How many were played?
 */
export async function drawHistories<A extends Action>(trial: Trial<A>): Promise<number> {
  const { random, seed } = trial.options
  let count = 0
  for (let round = 0; count < random; round++) {
    const alphabet = trial.law.actions.filter((action) => !isDone(trial, trial.law.oddities(action)))
    if (alphabet.length === 0) return count
    const found: { actions?: readonly A[]; played?: Played<A> } = {}
    const property = fc.asyncProperty(historyOf(alphabet), async ({ actions, choices }) => {
      count++
      const played = await play(playOf(trial, actions, choosing(trial, actions, choices)))
      if (played.broken === undefined || isKnown(trial, needsOf(trial.law, played), played)) return true
      Object.assign(found, { actions, played })
      return false
    })
    await fc.check(property, { numRuns: random - count, seed: seed + round })
    if (!found.played) return count
    await note(trial, found.actions ?? [], found.played, needsOf(trial.law, found.played))
  }
  return count
}

/** Takes what was drawn where that can be done, and would not fail in a way that is known. */
function choosing<A extends Action>(
  trial: Trial<A>,
  actions: readonly A[],
  choices: readonly number[],
): Play<A>['choose'] {
  const needs = actions.flatMap(trial.law.oddities)
  return (possible, at) => {
    const drawn = possible[choices[at] ?? 0]
    if (!drawn || drawn === possible[0]) return first(possible)
    const more = [...needs, disturbanceOf(drawn)]
    if (isDone(trial, more)) return first(possible)
    needs.push(disturbanceOf(drawn))
    return drawn
  }
}

/** 0 is what follows by itself, so that shrinking takes disturbances away. */
function historyOf<A>(alphabet: readonly A[]) {
  const choice = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat({ max: 7 }) })
  return fc.record({
    actions: fc.array(fc.constantFrom(...alphabet), { minLength: 1, maxLength: MOST_ACTIONS }),
    choices: fc.array(choice, { maxLength: MOST_CHOICES }),
  })
}
