import { randomBytes } from 'node:crypto'
import { probeGuards } from '../hosts/probing/probe-guards.ts'
import { AHEAD, openPool } from '../hosts/worker/pool.ts'
import { openJudges } from '../judging/judges.ts'
import { unlessAborted } from '../kernel/unless-aborted.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { type AuditLog, openAuditLog } from '../store/audit-log.ts'
import { type Ledger, openLedger, readRecords } from '../store/ledger.ts'
import { definitionsOf } from './definitions.ts'
import { beginRun, concludeRun } from './fold.ts'
import { openLanes, type RunLanes, type SpoiltLane } from './lanes.ts'
import { openBounds, type RunBounds } from './limits.ts'
import { type Means, perform } from './perform.ts'
import { openQueue, type TrialQueue } from './queue.ts'
import { openRealModels, type RealModels } from './real-models.ts'
import { fixedRepeats, sequentialRepeats } from './repeats.ts'
import type { RunOptions } from './run-options.ts'

/** Runs all trials and judges them. The folder then holds the run; what is returned reads from it. */
export async function run(options: RunOptions): Promise<KeptRun> {
  const startedAt = new Date().toISOString()
  const { plan, setup, folder } = options
  const scenarios = plan.trials.map(({ loaded }) => loaded)
  const real = options.real ?? openRealModels(plan.trials, setup)
  await unlessAborted(options.signal, probeGuards(scenarios, setup.env, options.signal))
  const definitions = await unlessAborted(options.signal, definitionsOf(scenarios))
  using bounds = openBounds(setup.limits)
  const signal = AbortSignal.any([bounds.signal, ...(options.signal ? [options.signal] : [])])
  using audit = openAuditLog(folder.path, randomBytes(16).toString('hex'))
  await using lanes = await openLanes(plan.trials, folder, {
    ...{ ...setup.database, seed: plan.seed, signal },
    onTrouble: options.onTrouble,
  })
  const head = beginRun(options, startedAt, lanes.title)
  using ledger = openLedger(folder.path, head.id)
  await performAll(options, { real, definitions, bounds, audit, lanes, ledger, signal })
  for (const spoilt of await finish(lanes, options)) disbelieve(spoilt, ledger, folder.path)
  for (const note of real.notes()) options.onTrouble(note)
  return concludeRun(options, { head, ledger, audit: audit.end(), stopped: bounds.reason(), paid: bounds.paid() })
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

interface Open {
  real: RealModels
  definitions: Means['definitions']
  bounds: RunBounds
  audit: AuditLog
  lanes: RunLanes
  ledger: Ledger
  signal: AbortSignal
}

async function performAll(
  options: RunOptions,
  { real, definitions, bounds, audit, lanes, ledger, signal }: Open,
): Promise<void> {
  const { plan, setup, folder, onTrial, onAlert } = options
  const { trials, sequential, seed: rootSeed } = plan
  const { workers, secrets, env, judgeSeconds, bail = Number.POSITIVE_INFINITY } = setup
  const repeats = options.repeats ?? (sequential ? sequentialRepeats(sequential, trials) : fixedRepeats)
  const room = () => !signal.aborted && bounds.allows()
  const queue = openQueue(trials, { ...repeats, room })
  let failures = 0
  await using judges = openJudges({ folder: folder.path, limitMs: judgeSeconds * 1_000, most: workers, env })
  await using pool = openPool({ ...setup.pool, workers })
  signal.addEventListener('abort', () => void pool.stop().then(queue.close), { once: true })
  const means = {
    real,
    definitions,
    bounds,
    pool,
    lanes,
    judges,
    audit,
    folder,
    signal,
    rootSeed,
    secrets,
    env,
    onAlert,
  }
  const performOne = async (trial: ScheduledTrial, free: () => void) => {
    const record = await perform(trial, means, free)
    if (!record) return
    // Before anybody hears of it: what was told as finished is never lost.
    ledger.append(record)
    repeats.settle(record)
    onTrial?.(record, ledger.entries.size)
    if (record.verdict !== 'passed' && ++failures >= bail) queue.close()
  }
  const oneByOne = Number.isFinite(bail)
  const lane = () => workThrough(queue, { perform: performOne, oneByOne })
  const atOnce = workers * (oneByOne ? 1 : AHEAD)
  await Promise.all(Array.from({ length: Math.min(atOnce, trials.length) }, lane))
}

/** Writes another record of each trial that had its databases from a lane which was not put back. */
function disbelieve({ what, trials }: SpoiltLane, ledger: Ledger, folder: string): void {
  const places = trials.flatMap((id) => ledger.entries.get(id) ?? [])
  for (const record of readRecords(folder, places)) {
    const reason = record.verdict === 'passed' ? what : `${what} Seen as well: ${record.reason}`
    ledger.append({ ...record, verdict: 'error', reason, error: what })
  }
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
