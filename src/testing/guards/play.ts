import type { Action } from './deps.ts'
import type { Step } from './history.ts'
import type { Row } from './row.ts'
import { type Play, Stage } from './stage.ts'

/** A history, played to its end or to the step that broke the law. */
export interface Played<A extends Action> {
  steps: Step<A>[]
  /** What could have been done at each step; the first one follows by itself. */
  choices: Step<A>[][]
  /** One a step, where they were asked for. */
  rows: Row[]
  /** What is wrong; undefined where all is well. */
  broken?: string
  /** Is it that something was refused that had to be let through? */
  refused?: boolean
}

/** No guard needs so many steps: it asks in circles. */
const MOST_STEPS = 1_000

/**
 * Plays one history on a fresh world. Each step runs until nothing moves any more.
 * @throws {Error} the guard waited for something that nobody here owns.
 */
export async function play<A extends Action>(the: Play<A>): Promise<Played<A>> {
  // The process has other things to do as well.
  await new Promise(setImmediate)
  const stage = new Stage(the)
  let whole = false
  await stage.start()
  try {
    stage.mustHaveStarted()
    const played = await playOn(stage, the)
    whole = played.broken === undefined
    return played
  } finally {
    await stage.end(whole)
  }
}

async function playOn<A extends Action>(stage: Stage<A>, { choose, withRows = false }: Play<A>): Promise<Played<A>> {
  const played: Played<A> = { steps: [], choices: [], rows: [] }
  for (let at = 0; ; at++) {
    const choices = await stage.choices()
    if (choices.length === 0) return over(played, stage)
    const step = choose(choices, at)
    played.steps.push(step)
    played.choices.push(choices)
    const told = await stage.take(step, at)
    if (withRows) played.rows.push(stage.row(told))
    const broken = at >= MOST_STEPS ? `it took more than ${MOST_STEPS} steps` : stage.broken()
    if (broken !== undefined) return end(played, broken)
  }
}

function over<A extends Action>(played: Played<A>, stage: Stage<A>): Played<A> {
  const unfinished = stage.unfinished()
  if (unfinished !== undefined) return end(played, unfinished)
  const owed = stage.owed()
  return owed === undefined ? played : { ...end(played, owed), refused: true }
}

function end<A extends Action>(played: Played<A>, broken: string | undefined): Played<A> {
  if (broken === undefined) return played
  const last = played.rows.at(-1)
  if (last) last.says = broken
  return { ...played, broken }
}
