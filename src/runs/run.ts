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

/** Where PostgreSQL comes from unless somebody says otherwise. */
const DATABASE = { backend: 'embedded', reset: 'journal' } as const

/** How long one scorer or oracle may take unless somebody says otherwise, in ms. */
const JUDGE_MS = 10_000

/** Runs all trials and judges them. The folder then holds the run; what is returned reads from it. */
export async function run(options: RunOptions): Promise<KeptRun> {
  const startedAt = new Date().toISOString()
  const { trials, folder, seed } = options
  await probeGuards(trials.map(({ loaded }) => loaded))
  using budget = openBudget(options.limits ?? {})
  const signal = AbortSignal.any([options.signal, budget.signal])
  using audit = openAuditLog(folder.path, randomBytes(16).toString('hex'))
  await using lanes = await openLanes(trials, folder, { ...(options.database ?? DATABASE), seed, signal })
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
  const { trials, sequential, folder } = options
  const repeats = sequential ? sequentialRepeats(sequential, trials) : fixedRepeats
  const room = (underWay: number) => !signal.aborted && budget.allows(underWay)
  const queue = openQueue(trials, { ...repeats, room })
  let failures = 0
  await using judges = openJudges({ folder: folder.path, limitMs: options.judgeMs ?? JUDGE_MS, most: options.workers })
  await using pool = openPool({ ...options.pool, workers: options.workers })
  signal.addEventListener('abort', () => void pool.stop().then(queue.close), { once: true })
  const { secrets, onAlert, seed: rootSeed } = options
  const means = { pool, lanes, judges, audit, folder, signal, rootSeed, secrets, onAlert }
  const performOne = async (trial: ScheduledTrial, free: () => void) => {
    const record = await perform(trial, means, free)
    if (!record) return
    // Before anybody hears of it: what was told as finished is never lost.
    ledger.append(record)
    budget.spend(record)
    repeats.settle(record)
    options.onTrial(record, ledger.entries.size)
    if (record.verdict !== 'passed' && ++failures >= (options.bail ?? Number.POSITIVE_INFINITY)) queue.close()
  }
  const oneByOne = options.bail !== undefined
  const lane = () => workThrough(queue, { perform: performOne, oneByOne })
  const atOnce = options.workers * (oneByOne ? 1 : AHEAD)
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
