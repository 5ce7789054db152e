import type { Action, GuardAdapter } from './deps.ts'
import { disturbanceOf, isSame, type Step } from './history.ts'
import type { Law } from './law.ts'
import { type Played, play } from './play.ts'
import type { Play, Seen } from './stage.ts'

export interface SearchOptions {
  /** How many histories are played for a law, the smallest first. Default: 5,000. */
  histories?: number
  /** How many more are drawn, with up to 8 actions. Default: 2,000. */
  random?: number
  /** What they are drawn from. Default: 1. */
  seed?: number
  /** When histories start, ms since 1970. Default: 2026-01-05T12:00Z, a Monday. */
  startsAt?: number
  /** Are answers of effects lost as well, though the effect took place? Default: false. */
  lostAnswers?: boolean
}

/** A history that breaks a law, and none smaller was found that breaks it in that way. */
export interface Failure<A extends Action = Action> {
  law: Law<A>
  /** What the history needs to fail: 'together', 'crash', 'wait', 'NaN'. */
  needs: string[]
  broken: string
  played: Played<A>
  /** When it started, ms since 1970. */
  startsAt: number
}

/** What one law is put to. */
export interface Trial<A extends Action> {
  adapter: GuardAdapter<A>
  law: Law<A>
  options: Required<SearchOptions>
  failures: Failure<A>[]
  seen: Seen
}

/** How far the search went. */
export interface Reach {
  histories: number
  /** Up to this size, actions and disturbances together, every history was played. */
  size: number
  /** Is there none that is larger and new? Otherwise they ran out. */
  whole: boolean
}

export const MOST_ACTIONS = 4
const LARGEST = 12

/**
 * Plays histories by size: how many actions there are and how often one is disturbed. A disturbance is a switch to another
 * action before the current one is over, a crash, a wait or a lost answer. Each history is played once. What needs all that a known
 * failure needs is left out: it would fail again.
 */
export async function searchBySize<A extends Action>(trial: Trial<A>): Promise<Reach> {
  const { histories } = trial.options
  let left = histories
  for (let size = 1; size <= LARGEST; size++) {
    const before = left
    for (let count = 1; count <= Math.min(size, MOST_ACTIONS); count++) {
      for (const actions of vectors(trial.law.actions, count)) {
        left -= await disturb(trial, actions, size - count, left)
        if (left <= 0) return { histories, size: size - 1, whole: false }
      }
    }
    // All that is larger needs what is known to fail.
    if (left === before) return { histories: histories - left, size: size - 1, whole: true }
  }
  return { histories: histories - left, size: LARGEST, whole: true }
}

/** Every way to disturb these actions exactly so often. How many were played? */
async function disturb<A extends Action>(
  trial: Trial<A>,
  actions: readonly A[],
  times: number,
  most: number,
  before: Step<A>[] = [],
  needs: readonly string[] = actions.flatMap(trial.law.oddities),
): Promise<number> {
  if (most <= 0 || isDone(trial, needs)) return 0
  const played = await play(playOf(trial, actions, (choices, at) => before[at] ?? first(choices)))
  if (times === 0) {
    if (played.broken !== undefined) await note(trial, actions, played, needs)
    return 1
  }
  let count = 0
  // The later a disturbance, the shorter what is left of the history.
  for (let at = played.steps.length - 1; at >= before.length; at--) {
    for (const other of (played.choices[at] ?? []).slice(1)) {
      const steps = [...played.steps.slice(0, at), other]
      count += await disturb(trial, actions, times - 1, most - count, steps, [...needs, disturbanceOf(other)])
    }
  }
  return count
}

export function playOf<A extends Action>(
  { adapter, law, seen, options: { startsAt, lostAnswers } }: Trial<A>,
  actions: readonly A[],
  choose: Play<A>['choose'],
): Play<A> {
  return { adapter, law, actions, choose, startsAt, lostAnswers, seen }
}

/**
 * Would it do what may not be done, in a way that is known? Only then is there nothing left to learn: what is refused by mistake hides nothing
 * that is let through by mistake.
 */
export function isDone<A extends Action>(trial: Trial<A>, needs: readonly string[]): boolean {
  return knownOf(trial, needs).some(({ played }) => !played.refused)
}

/** Does it fail in a way that is known? */
export function isKnown<A extends Action>(
  trial: Trial<A>,
  needs: readonly string[],
  { refused }: Pick<Played<A>, 'refused'>,
): boolean {
  return knownOf(trial, needs).some(({ played }) => refused || !played.refused)
}

function knownOf<A extends Action>({ failures, law }: Trial<A>, needs: readonly string[]): Failure<A>[] {
  return failures.filter((one) => one.law === law && one.needs.every((need) => needs.includes(need)))
}

/** What a played history needs, read from where it left the course of itself. */
export function needsOf<A extends Action>(law: Law<A>, { steps, choices }: Played<A>): string[] {
  const disturbed = steps.flatMap((step, at) => {
    const follows = choices[at]?.[0]
    return follows && isSame(follows, step) ? [] : [disturbanceOf(step)]
  })
  const odd = steps.flatMap((step) => ('begin' in step ? law.oddities(step.action) : []))
  return [...new Set([...odd, ...disturbed])]
}

/**
 * Keeps a failure that is new, with its rows.
 * @throws {Error} the guard did something else when the same history was played again.
 */
export async function note<A extends Action>(
  trial: Trial<A>,
  actions: readonly A[],
  { steps, broken, refused }: Played<A>,
  needs: readonly string[],
): Promise<void> {
  if (isKnown(trial, needs, { refused: refused ?? false })) return
  const again = playOf(trial, actions, (choices, at) => steps[at] ?? first(choices))
  const played = await play({ ...again, withRows: true })
  if (broken === undefined || played.broken !== broken) {
    throw new Error(
      `Failed to test the guard: a history that ended with "${broken}" ended with "${played.broken}" when it was played again. Take chance and time from what start() is given, and keep all memory in what it makes.`,
    )
  }
  trial.failures.push({ law: trial.law, needs: [...new Set(needs)], broken, played, startsAt: trial.options.startsAt })
}

export function first<T>(choices: readonly T[]): T {
  const [one] = choices
  if (one === undefined) throw new Error('Failed to go on with a history: nothing can be done.')
  return one
}

function* vectors<A>(alphabet: readonly A[], count: number): Generator<A[]> {
  if (count === 0) {
    yield []
    return
  }
  for (const one of alphabet) for (const rest of vectors(alphabet, count - 1)) yield [one, ...rest]
}
