import { randomBytes } from 'node:crypto'
import { AHEAD, openPool, type PoolOptions } from '../hosts/worker/pool.ts'
import { openJudges } from '../judging/judges.ts'
import type { Alert } from '../record/alert.ts'
import type { Known, PlannedTrial, RunRecord, RunSummary } from '../record/run.ts'
import type { SequentialPlan } from '../record/sequential.ts'
import type { TrialRecord } from '../record/trial.ts'
import { locate } from '../scenario/locate.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { type AuditLog, openAuditLog } from '../store/audit-log.ts'
import type { RunFolder } from '../store/directory.ts'
import { type GatedRun, judgeRun } from '../verdict/gate.ts'
import { decideTasks, withoutSaved } from '../verdict/sequential.ts'
import { workThrough } from './lane.ts'
import { openLanes } from './lanes.ts'
import { type Budget, openBudget, type RunLimits } from './limits.ts'
import { perform } from './perform.ts'
import { probeGuards } from './probing.ts'
import { openQueue } from './queue.ts'
import { fixedRepeats, sequentialRepeats } from './repeats.ts'

export interface RunOptions {
  trials: readonly ScheduledTrial[]
  workers: number
  seed: string
  gate: readonly string[]
  known: Known
  secrets: string[]
  agents: { name: string; module: string }[]
  version: string
  folder: RunFolder
  /** Stops after this many trials that did not pass. */
  bail?: number | undefined
  /** Repeats a task until the evidence decides; the trials are all that this may take. */
  sequential?: SequentialPlan | undefined
  limits?: RunLimits | undefined
  /** Counts regressions against a reference run. */
  regressions?: GatedRun['regressions']
  /** Aborts on Ctrl-C: what is done by then is kept. */
  signal: AbortSignal
  onTrial(record: TrialRecord, done: number): void
  /** Told while trials run, and of each trial's bypassed guards when it is judged. Must not throw. */
  onAlert?: ((alert: Alert) => void) | undefined
  pool?: PoolOptions
  /** How long one scorer or oracle may take, in ms. */
  judgeMs?: number | undefined
  /** Where PostgreSQL comes from, and how it is put back after each trial. */
  database?: { backend: string; reset: 'journal' | 'clone' }
}

/** Where PostgreSQL comes from unless somebody says otherwise. */
const DATABASE = { backend: 'embedded', reset: 'journal' } as const

/** How long one scorer or oracle may take unless somebody says otherwise, in ms. */
const JUDGE_MS = 10_000

/** Runs all trials and judges them. Writes the traces; the record is returned. */
export async function run(options: RunOptions): Promise<RunRecord> {
  const startedAt = new Date().toISOString()
  await probeGuards(options.trials.map(({ loaded }) => loaded))
  using budget = openBudget(options.limits ?? {})
  const audit = openAuditLog(options.folder.path, randomBytes(16).toString('hex'))
  const { records, database } = await runTrials(options, budget, audit).finally(audit.close)
  const plan = options.sequential
  const tasks = plan ? decideTasks(plan, options.trials, records) : []
  const planned = withoutSaved(options.trials, tasks, records).map(planOf)
  const sequential = plan ? { plan, tasks } : null
  const stopped = budget.reason()
  // In the order of the plan, whatever order they ended in.
  const trials = options.trials.flatMap(({ id }) => records.get(id) ?? [])
  const gate = judgeRun(options.gate, {
    trials,
    planned,
    known: options.known,
    stopped,
    sequential,
    regressions: options.regressions,
  })
  return {
    schemaVersion: 1,
    id: `${startedAt.replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`,
    seed: options.seed,
    startedAt,
    finishedAt: new Date().toISOString(),
    interrupted: options.signal.aborted,
    stopped,
    environment: {
      mettle: options.version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      workers: options.workers,
      database,
    },
    agents: options.agents,
    scenarios: [...new Set(options.trials.map(({ loaded }) => loaded))].map(locate),
    known: options.known,
    planned,
    sequential,
    trials,
    summary: summarize(trials, planned.length),
    gate,
    audit: audit.end(),
  }
}

interface Ran {
  records: Map<string, TrialRecord>
  /** Where the databases came from; null where none was needed. */
  database: string | null
}

function planOf({ id, scenario, variant, agent, model, repeat, tags }: PlannedTrial): PlannedTrial {
  return { id, scenario, variant, agent, model, repeat, tags }
}

async function runTrials(options: RunOptions, budget: Budget, audit: AuditLog): Promise<Ran> {
  const records = new Map<string, TrialRecord>()
  const { trials, sequential, folder } = options
  const repeats = sequential ? sequentialRepeats(sequential, trials) : fixedRepeats
  const signal = AbortSignal.any([options.signal, budget.signal])
  const room = (underWay: number) => !signal.aborted && budget.allows(underWay)
  const queue = openQueue(trials, { ...repeats, room })
  let failures = 0
  await using lanes = await openLanes(trials, folder, { ...(options.database ?? DATABASE), seed: options.seed, signal })
  await using judges = openJudges({ folder: folder.path, limitMs: options.judgeMs ?? JUDGE_MS, most: options.workers })
  await using pool = openPool({ ...options.pool, workers: options.workers })
  signal.addEventListener('abort', () => void pool.stop().then(queue.close), { once: true })
  const { secrets, onAlert, seed: rootSeed } = options
  const means = { pool, lanes, judges, audit, folder, signal, rootSeed, secrets, onAlert }
  const performOne = async (trial: ScheduledTrial, free: () => void) => {
    const record = await perform(trial, means, free)
    if (!record) return
    records.set(record.id, record)
    budget.spend(record)
    repeats.settle(record)
    options.onTrial(record, records.size)
    if (record.verdict !== 'passed' && ++failures >= (options.bail ?? Number.POSITIVE_INFINITY)) queue.close()
  }
  const oneByOne = options.bail !== undefined
  const lane = () => workThrough(queue, { perform: performOne, oneByOne })
  const atOnce = options.workers * (oneByOne ? 1 : AHEAD)
  await Promise.all(Array.from({ length: Math.min(atOnce, trials.length) }, lane))
  await lanes.finish(records)
  return { records, database: lanes.title }
}

function summarize(trials: readonly TrialRecord[], planned: number): RunSummary {
  const count = (verdict: TrialRecord['verdict']) => trials.filter((trial) => trial.verdict === verdict).length
  return {
    planned,
    passed: count('passed'),
    failed: count('failed'),
    inconclusive: count('inconclusive'),
    error: count('error'),
    notRun: planned - trials.length,
  }
}
