import { randomBytes } from 'node:crypto'
import { probeGuards } from '../hosts/probing/probe-guards.ts'
import { AHEAD } from '../hosts/worker/pool.ts'
import { disposeAll } from '../kernel/dispose-all.ts'
import { unlessAborted } from '../kernel/unless-aborted.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { type AuditLog, openAuditLog } from '../store/audit-log.ts'
import { continueLedger, type Ledger, openLedger, readRecords } from '../store/ledger.ts'
import { openPaidLog } from '../store/paid-log.ts'
import { auditAgain } from './continued.ts'
import { definitionsOf } from './definitions.ts'
import { beginRun, concludeRun, continueRun } from './fold.ts'
import { type InPlaceTrials, openInPlace } from './in-place.ts'
import { openLanes } from './lanes.ts'
import { sweepLeftovers } from './leftovers.ts'
import { openBounds, type RunBounds } from './limits.ts'
import { type Open as OfRun, openPerformer } from './performer.ts'
import { openQueue, type TrialQueue } from './queue.ts'
import { openRealModels } from './real-models.ts'
import { fixedRepeats, onlyMissing, sequentialRepeats } from './repeats.ts'
import type { RunOptions } from './run-options.ts'
import { openTelling } from './telling.ts'
import { disbelieved, type RunLanes, type SpoiltLane } from './trial-lane.ts'
import { openTurns } from './turns.ts'

/** Runs all trials and judges them. The folder then holds the run; what is returned reads from it. */
export function run(options: RunOptions): Promise<KeptRun> {
  return runBy(options, (open) => performAll(options, open))
}

/** Performs one trial. Undefined where the end of the run cut it: nothing more is performed then. */
export type PerformOne = (trial: ScheduledTrial) => Promise<TrialRecord | undefined>

/**
 * Runs the trials that are asked for, as many at once as there is room for. The plan says which scenarios and agents take
 * part; its trials become those that were asked for. `inPlace`: the module of workers that judge trials themselves, as for
 * `ownModule`; where there is none, `tell` tells nothing. `earlier`: trials of a
 * run that goes on, which have their records.
 */
export function runAsked(
  options: RunOptions & { inPlace?: string; earlier?: readonly ScheduledTrial[] },
  ask: (perform: PerformOne, folder: string, tell: InPlaceTrials['tell']) => Promise<void>,
): Promise<KeptRun> {
  const { plan, setup, folder } = options
  const work = async (open: Open) => {
    plan.trials.splice(0, plan.trials.length, ...(options.earlier ?? []))
    const known = new Set(plan.trials.map(({ id }) => id))
    const inside = openInside(options, open)
    await using _ = inside
    await using quick = openQuick(options, open)
    const turns = openTurns(setup.workers * AHEAD)
    await ask(
      async (trial) => {
        await using _turn = await turns.take()
        if (open.signal.aborted || !open.bounds.allows()) return undefined
        if (!known.has(trial.id)) plan.trials.push(trial)
        return inside.perform(trial)
      },
      folder.path,
      quick.tell,
    )
  }
  return runBy(options, work, true)
}

function openQuick(
  { plan, setup, folder, inPlace: program }: RunOptions & { inPlace?: string },
  { real, lanes, signal }: Open,
): InPlaceTrials {
  if (program === undefined) return { tell: async () => undefined, [Symbol.asyncDispose]: async () => {} }
  const { secrets } = setup
  return openInPlace(setup, { real, lanes, signal, program, folder, rootSeed: plan.seed, secrets })
}

async function runBy(options: RunOptions, work: (open: Open) => Promise<void>, asked = false): Promise<KeptRun> {
  const startedAt = new Date().toISOString()
  const { plan, setup, folder, resumed } = options
  await using _ = sweeping()
  const scenarios = plan.trials.map(({ loaded }) => loaded)
  const real = options.real ?? openRealModels(plan.trials, setup)
  await unlessAborted(options.signal, probeGuards(scenarios, setup.env, options.signal))
  const definitions = await unlessAborted(options.signal, definitionsOf(scenarios))
  using paid = openPaidLog(folder.path)
  using bounds = openBounds(setup.limits, paid)
  const signal = AbortSignal.any([bounds.signal, ...(options.signal ? [options.signal] : [])])
  using audit = openAuditLog(folder.path, randomBytes(16).toString('hex'))
  await using lanes = await openLanes(plan.trials, folder, {
    ...{ ...setup.database, seed: plan.seed, signal },
    workers: setup.workers,
    onTrouble: options.onTrouble,
  })
  const head = resumed ? continueRun(options, resumed, startedAt) : beginRun(options, startedAt, lanes.title)
  using ledger = resumed ? continueLedger(folder.path, head.id) : openLedger(folder.path, head.id)
  auditAgain(ledger, audit, folder.path)
  await work({ real, definitions, bounds, audit, lanes, ledger, signal })
  for (const spoilt of await finish(lanes, options)) disbelieve(spoilt, ledger, folder.path)
  for (const note of real.notes()) options.onTrouble(note)
  const stopped = bounds.reason()
  return concludeRun(options, { head, ledger, audit: audit.end(), stopped, paid: bounds.paid(), asked })
}

/** What dead runs have left is removed beside this one, and what this one's own dead workers have left behind it. */
function sweeping(): AsyncDisposable {
  const before = sweepLeftovers()
  return { [Symbol.asyncDispose]: () => before.then(sweepLeftovers) }
}

/** How long databases may be compared once a run is interrupted, in ms. */
const COMPARE_LIMIT_MS = 5_000

/** Nobody who interrupts a run waits for long. What was not compared is told, and stands as in a run that is killed. */
async function finish(lanes: RunLanes, { signal, onTrouble }: RunOptions): Promise<SpoiltLane[]> {
  try {
    return await unlessAborted(signal, lanes.finish(), COMPARE_LIMIT_MS)
  } catch (thrown) {
    if (!signal?.aborted) throw thrown
    onTrouble('The databases were not compared with what they should be: the run was interrupted.')
    return []
  }
}

interface Open extends OfRun {
  bounds: RunBounds
  audit: AuditLog
  lanes: RunLanes
  ledger: Ledger
}

async function performAll(options: RunOptions, open: Open): Promise<void> {
  const { plan, setup } = options
  const { trials, sequential } = plan
  const { workers, bail = Number.POSITIVE_INFINITY } = setup
  const { bounds, signal, ledger } = open
  const verdicts = new Map([...ledger.entries].map(([id, { row }]) => [id, row.verdict]))
  const usual = options.repeats ?? (sequential ? sequentialRepeats(sequential, trials, verdicts) : fixedRepeats)
  const repeats = onlyMissing(usual, new Set(verdicts.keys()))
  const room = () => !signal.aborted && bounds.allows()
  const queue = openQueue(trials, { ...repeats, room })
  let failures = 0
  await using inside = openInside(options, open)
  inside.stopped.then(queue.close)
  const { promise: broken, reject: breakOff } = Promise.withResolvers<never>()
  const performOne = async (trial: ScheduledTrial, free: () => void) => {
    const record = await inside.perform(trial, free).catch((thrown) => {
      // No other trial starts, and none that is under way is waited for.
      queue.close()
      breakOff(thrown)
      throw thrown
    })
    if (!record) return
    repeats.settle(record)
    if (record.verdict !== 'passed' && ++failures >= bail) queue.close()
  }
  const oneByOne = Number.isFinite(bail)
  const lane = () => workThrough(queue, { perform: performOne, oneByOne })
  const atOnce = workers * (oneByOne ? 1 : AHEAD)
  await Promise.race([broken, Promise.all(Array.from({ length: Math.min(atOnce, trials.length) }, lane))])
}

/** The processes of a run, and what performs a trial with them. */
interface Inside extends AsyncDisposable {
  /** The same as `perform`; its record stands in the ledger before anybody hears of it. */
  perform(trial: ScheduledTrial, free?: () => void): Promise<TrialRecord | undefined>
  /** Resolves when the end of the run has ended its processes. */
  stopped: Promise<void>
}

function openInside(options: RunOptions, { ledger, ...open }: Open): Inside {
  const performer = openPerformer(options, open)
  const telling = openTelling(ledger, options.onTrial)
  return {
    stopped: performer.stopped,
    perform: async (trial, free) => {
      const performed = await performer.perform(trial, free)
      if (!performed) return undefined
      // The same texts as the plan's, which holds them already.
      const record = { ...performed, id: trial.id, seed: performed.seed === trial.seed ? trial.seed : performed.seed }
      ledger.append(record)
      telling.tell(record)
      return record
    },
    [Symbol.asyncDispose]: () => disposeAll([performer, telling]),
  }
}

/** Writes another record of each trial that had its databases from a lane which was not put back. */
function disbelieve({ what, trials }: SpoiltLane, ledger: Ledger, folder: string): void {
  const places = trials.flatMap((id) => ledger.entries.get(id) ?? [])
  for (const record of readRecords(folder, places)) ledger.append(disbelieved(record, what))
}

interface Work {
  /** Performs a trial to its end. `free` says before that that the next one may begin. */
  perform(trial: ScheduledTrial, free: () => void): Promise<void>
  /** Ends each trial before the next one starts: its verdict may be the last. */
  oneByOne: boolean
}

/** How many trials may wait for their verdicts while the next one runs. */
const MEANWHILE = 8

/** Takes trials from the queue until none may start any more. Those that ran are judged while the next ones run. */
async function workThrough(queue: TrialQueue, { perform, oneByOne }: Work): Promise<void> {
  const ending = new Set<Promise<void>>()
  for (;;) {
    while (ending.size > (oneByOne ? 0 : MEANWHILE)) await Promise.race(ending)
    const trial = await queue.next()
    if (!trial) break
    const { promise: freed, resolve: free } = Promise.withResolvers<void>()
    const ended = perform(trial, free).finally(() => queue.settle(trial))
    ending.add(ended)
    // One that failed stays: whoever waits next hears of it.
    ended.then(
      () => ending.delete(ended),
      () => {},
    )
    await Promise.race([freed, ended])
  }
  await Promise.all(ending)
}
