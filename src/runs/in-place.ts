import { openPool, type Pool } from '../hosts/worker/pool.ts'
import { disposeAll } from '../kernel/dispose-all.ts'
import type { Json } from '../kernel/json.ts'
import { limitsFor } from '../scenario/compiled.ts'
import type { Limits } from '../scenario/define.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { modeOf } from '../world/models/define.ts'
import { isolationOf, type OrderMeans, orderOf } from './order-of.ts'
import type { Setup } from './setup.ts'
import type { RunLanes } from './trial-lane.ts'
import { openTurns } from './turns.ts'

/**
 * Trials that are judged in the process that ran them: nothing of them is written, and what they tell is the word of a process
 * in which an agent was.
 */
export interface InPlaceTrials extends AsyncDisposable {
  /** Undefined: it cannot be told so, and is to be run as any other trial. @param about For whoever judges it. */
  tell(trial: ScheduledTrial, about: Json): Promise<Json | undefined>
}

export interface InPlaceMeans extends OrderMeans {
  lanes: Pick<RunLanes, 'lease'>
  /** The module of the workers, as for `ownModule`. */
  program: string
  /** Aborts at the end of the run. */
  signal: AbortSignal
}

/** A worker that waits for its next order does nothing: so many are asked for at once. */
const AHEAD = 16
/** So many for each worker where each of them takes databases of its own. */
const WITH_STATE = 3
/** One that takes longer, in ms, is run as any other trial, with the time that its scenario gives it. */
const LIMIT_MS = 5_000

/** So many that leave something behind, or end their process, are borne; then one for each so many that do not. */
const BORNE = { first: 3, oneIn: 100 }

export function openInPlace(setup: Setup, means: InPlaceMeans): InPlaceTrials {
  const { workers } = setup
  const pool = openPool({ ...setup.pool, workers, ahead: AHEAD, program: means.program })
  const stop = () => void pool.stop()
  means.signal.addEventListener('abort', stop, { once: true })
  const count = { clean: 0, dirty: 0 }
  const turns = openTurns(workers * WITH_STATE)
  return {
    tell: async (trial, about) => {
      const limits = limitsFor(trial.loaded, trial.contestant.model)
      if (count.dirty > BORNE.first + count.clean / BORNE.oneIn || !isFit(trial, limits, setup)) return undefined
      const isolation = await isolationOf(trial)
      if (means.signal.aborted || 'refused' in isolation || isolation.tier !== 'T1') return undefined
      const order = (lane: Parameters<typeof orderOf>[1]) => ({
        ...orderOf(trial, lane, isolation, means),
        inPlace: { definition: trial.loaded.definition, about },
      })
      await using _ = holdsState(trial) ? await turns.take() : NO_TURN
      const told = await play(trial, order, { limits, pool, lanes: means.lanes })
      if (told === undefined) count.dirty++
      else count.clean++
      return told
    },
    [Symbol.asyncDispose]: async () => {
      means.signal.removeEventListener('abort', stop)
      await disposeAll([pool])
    },
  }
}

const NO_TURN: AsyncDisposable = { [Symbol.asyncDispose]: async () => {} }

function holdsState({ loaded: { world } }: ScheduledTrial): boolean {
  return Object.keys(world.databases).length + Object.keys(world.services ?? {}).length > 0
}

/** Agents of other kinds are no code of the worker's; what a live model says costs money, and is written down. */
function isFit({ contestant: { source }, loaded, ...trial }: ScheduledTrial, limits: Limits, setup: Setup) {
  const { mode } = setup.models
  const models = Object.values(loaded.world.models)
  return (
    source(loaded).host === 'function' &&
    !setup.pool.realTime &&
    !limits.freshWorker &&
    trial.mutant === undefined &&
    models.every((one) => modeOf(one, mode) === 'scripted')
  )
}

interface Playing {
  limits: Limits
  pool: Pool
  lanes: Pick<RunLanes, 'lease'>
}

async function play(
  trial: ScheduledTrial,
  orderIn: (lane: Parameters<typeof orderOf>[1]) => ReturnType<typeof orderOf>,
  { limits, pool, lanes }: Playing,
): Promise<Json | undefined> {
  const lane = await lanes.lease(trial)
  const order = orderIn(lane)
  const own = { ...limits, deadlineMs: Math.min(limits.deadlineMs, LIMIT_MS) }
  const outcome = await pool.run(order, own, {
    lane: lane.lane,
    look: lane.look,
    surrounding: trial.loaded.surrounding,
  })
  const restored = await lane.restore(order, outcome, limits)
  return isClean(outcome, restored) ? outcome.judged : undefined
}

/** Whoever judges where something was left behind, or changed, may say anything. */
function isClean({ cut, disturbed, dirt, heavy }: Outcome, { unreported, problems, ended }: Restored): boolean {
  const isAsItWas = !cut && disturbed === undefined && dirt.every((one) => one === heavy)
  return isAsItWas && unreported.length === 0 && problems.length === 0 && !ended
}
