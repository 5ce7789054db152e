import { randomBytes } from 'node:crypto'
import { AHEAD, openPool } from '../hosts/worker/pool.ts'
import { openJudges } from '../judging/judges.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { type AuditLog, openAuditLog } from '../store/audit-log.ts'
import { type Ledger, openLedger, readRecords } from '../store/ledger.ts'
import { beginRun, concludeRun } from './fold.ts'
import { workThrough } from './lane.ts'
import { openLanes, type RunLanes, type SpoiltLane } from './lanes.ts'
import { type Budget, openBudget } from './limits.ts'
import { perform } from './perform.ts'
import { probeGuards } from './probing.ts'
import { openQueue } from './queue.ts'
import { fixedRepeats, sequentialRepeats } from './repeats.ts'
import type { RunOptions } from './run-options.ts'

/** Runs all trials and judges them. The folder then holds the run; what is returned reads from it. */
export async function run(options: RunOptions): Promise<KeptRun> {
  const startedAt = new Date().toISOString()
  const { plan, setup, folder } = options
  await probeGuards(plan.trials.map(({ loaded }) => loaded))
  using budget = openBudget(setup.limits)
  const signal = AbortSignal.any([budget.signal, ...(options.signal ? [options.signal] : [])])
  using audit = openAuditLog(folder.path, randomBytes(16).toString('hex'))
  await using lanes = await openLanes(plan.trials, folder, { ...setup.database, seed: plan.seed, signal })
  const head = beginRun(options, startedAt, lanes.title)
  using ledger = openLedger(folder.path, head.id)
  await performAll(options, { budget, audit, lanes, ledger, signal })
  for (const spoilt of await lanes.finish()) disbelieve(spoilt, ledger, folder.path)
  return concludeRun(options, { head, ledger, audit: audit.end(), stopped: budget.reason() })
}

interface Open {
  budget: Budget
  audit: AuditLog
  lanes: RunLanes
  ledger: Ledger
  signal: AbortSignal
}

async function performAll(options: RunOptions, { budget, audit, lanes, ledger, signal }: Open): Promise<void> {
  const { plan, setup, folder, onTrial, onAlert } = options
  const { trials, sequential, seed: rootSeed } = plan
  const { workers, secrets, judgeSeconds, bail = Number.POSITIVE_INFINITY } = setup
  const repeats = sequential ? sequentialRepeats(sequential, trials) : fixedRepeats
  const room = (underWay: number) => !signal.aborted && budget.allows(underWay)
  const queue = openQueue(trials, { ...repeats, room })
  let failures = 0
  await using judges = openJudges({ folder: folder.path, limitMs: judgeSeconds * 1_000, most: workers })
  await using pool = openPool({ ...setup.pool, workers })
  signal.addEventListener('abort', () => void pool.stop().then(queue.close), { once: true })
  const means = { pool, lanes, judges, audit, folder, signal, rootSeed, secrets, onAlert }
  const performOne = async (trial: ScheduledTrial, free: () => void) => {
    const record = await perform(trial, means, free)
    if (!record) return
    // Before anybody hears of it: what was told as finished is never lost.
    ledger.append(record)
    budget.spend(record)
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
