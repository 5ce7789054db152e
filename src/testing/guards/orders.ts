import type { Action } from './deps.ts'
import { disturbanceOf, type Step } from './history.ts'
import { play } from './play.ts'
import { first, isDone, needsOf, note, playOf, type Trial } from './search.ts'

/** How many orders of two actions were played, and were those all that there are? */
export interface Orders {
  orders: number
  allOrders: boolean
}

/** Plays every pair of actions in every order of their steps, however often one gives way to the other. */
export async function searchOrders<A extends Action>(trial: Trial<A>): Promise<Orders> {
  const most = trial.options.histories
  let left = most
  for (const one of trial.law.actions) {
    for (const other of trial.law.actions) {
      left -= await everyOrder(trial, [one, other], left)
      if (left <= 0) return { orders: most, allOrders: false }
    }
  }
  return { orders: most - left, allOrders: true }
}

async function everyOrder<A extends Action>(
  trial: Trial<A>,
  actions: readonly A[],
  most: number,
  before: Step<A>[] = [],
): Promise<number> {
  if (most <= 0 || isDone(trial, [...actions.flatMap(trial.law.oddities), 'together'])) return 0
  const played = await play(playOf(trial, actions, (choices, at) => before[at] ?? first(choices)))
  if (played.broken !== undefined) await note(trial, actions, played, needsOf(trial.law, played))
  let count = 1
  for (let at = played.steps.length - 1; at >= before.length; at--) {
    const others = (played.choices[at] ?? []).slice(1).filter((step) => disturbanceOf(step) === 'together')
    for (const other of others) {
      count += await everyOrder(trial, actions, most - count, [...played.steps.slice(0, at), other])
    }
  }
  return count
}
