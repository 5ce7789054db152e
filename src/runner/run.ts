import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { messageOf } from '../kernel/errors.ts'
import type { RunRecord, RunSummary } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { Scenario } from '../scenario/compile.ts'
import type { RunFolder } from '../store/directory.ts'
import type { FindContents } from '../trace/contents.ts'
import { judgeRun } from '../verdict/gate.ts'
import type { Known } from '../verdict/vocabulary.ts'
import type { RunDatabases } from '../world/databases/run-databases.ts'
import { judge } from './judge.ts'
import { contentsOf, finishDatabases, leaseLane, openLanes, type Restored, wantedOf } from './lanes.ts'
import { openPool, type Pool, type PoolOptions } from './pool.ts'
import type { AgentOrder, TrialOrder } from './protocol.ts'
import type { Contestant, ScheduledTrial } from './schedule.ts'
import type { Outcome } from './worker-process.ts'

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
  /** Aborts on Ctrl-C: what is done by then is kept. */
  signal: AbortSignal
  onTrial(record: TrialRecord, done: number): void
  pool?: PoolOptions
  /** Where PostgreSQL comes from, and how it is put back after each trial. */
  database?: { backend: string; reset: 'journal' | 'clone' }
}

/** Where PostgreSQL comes from unless somebody says otherwise. */
const DATABASE = { backend: 'embedded', reset: 'journal' } as const

/** Runs all trials and judges them. Writes the traces; the record is returned. */
export async function run(options: RunOptions): Promise<RunRecord> {
  const startedAt = new Date().toISOString()
  const { records, database } = await runTrials(options)
  const planned = options.trials.map(({ id, scenario, variant, agent, model, repeat }) => {
    return { id, scenario, variant, agent, model, repeat }
  })
  // In the order of the plan, whatever order they ended in.
  const trials = options.trials.flatMap(({ id }) => records.get(id) ?? [])
  const gate = judgeRun(options.gate, { trials, planned, known: options.known })
  return {
    schemaVersion: 1,
    id: `${startedAt.replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`,
    seed: options.seed,
    startedAt,
    finishedAt: new Date().toISOString(),
    interrupted: options.signal.aborted,
    environment: {
      mettle: options.version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      workers: options.workers,
      database,
    },
    agents: options.agents,
    planned,
    trials,
    summary: summarize(trials, planned.length),
    gate,
  }
}

interface Ran {
  records: Map<string, TrialRecord>
  /** Where the databases came from; null where none was needed. */
  database: string | null
}

async function runTrials(options: RunOptions): Promise<Ran> {
  const records = new Map<string, TrialRecord>()
  /** Which lane each trial had its databases from. */
  const served = new Map<string, string>()
  const queue = [...options.trials]
  let failures = 0
  const { seed, signal, folder } = options
  const wanted = [...new Set(options.trials.map(({ loaded }) => loaded))].map(wantedOf)
  await using databases = await openLanes({ ...(options.database ?? DATABASE), seed, signal, wanted })
  await using pool = openPool(options.pool)
  const stop = () => void pool.stop()
  options.signal.addEventListener('abort', stop, { once: true })
  const conclude = async (done: DoneTrial | undefined) => {
    if (!done) return
    // The next order is on its way by then: judging takes this process's time, not the worker's.
    await setImmediate()
    const record = await judgeDone(done, contentsOf(databases))
    records.set(record.id, record)
    if (done.lane !== undefined) served.set(record.id, done.lane)
    options.onTrial(record, records.size)
    if (record.verdict !== 'passed' && ++failures >= (options.bail ?? Number.POSITIVE_INFINITY)) queue.length = 0
  }
  const lane = async () => {
    let done: DoneTrial | undefined
    for (let trial = queue.shift(); trial && !options.signal.aborted; trial = queue.shift()) {
      // A trial is judged while the next one runs, except where its verdict may be the last.
      if (options.bail === undefined)
        [done] = await Promise.all([runOne(trial, pool, databases, options), conclude(done)])
      else await conclude(await runOne(trial, pool, databases, options))
    }
    await conclude(done)
  }
  await Promise.all(Array.from({ length: Math.min(options.workers, queue.length) }, lane))
  if (databases) await finishDatabases(databases, { records, served, folder })
  return { records, database: databases?.title ?? null }
}

/** A trial whose process is through with it. */
interface DoneTrial {
  trial: ScheduledTrial
  order: TrialOrder
  outcome: Outcome
  lane: string | undefined
  restored: Restored
}

/** Undefined for a trial that was cut by the end of the run: it says nothing. */
async function runOne(
  trial: ScheduledTrial,
  pool: Pool,
  databases: RunDatabases | undefined,
  options: RunOptions,
): Promise<DoneTrial | undefined> {
  const { loaded, contestant } = trial
  const lane = await leaseLane(databases, wantedOf(loaded))
  const order: TrialOrder = {
    id: trial.id,
    scenario: { id: loaded.id, file: loaded.file },
    variant: trial.variant,
    agent: agentOrder(contestant, loaded),
    model: contestant.model,
    seed: trial.seed,
    trace: options.folder.tracePath(trial.id),
    nonce: randomBytes(16).toString('hex'),
    rootSeed: options.seed,
    secrets: options.secrets,
    ...(trial.follow && { schedule: trial.follow }),
    ...(lane.databases && { databases: lane.databases }),
  }
  const outcome = await pool.run(order, loaded.limits, lane.lane)
  if (options.signal.aborted) return undefined
  const restored = await lane.restore(order, outcome, loaded.limits)
  return { trial, order, outcome, lane: lane.lane, restored }
}

function agentOrder({ name, module, export: run, shipped }: Contestant, scenario: Scenario): AgentOrder {
  const order = { name, module: module(scenario), export: run }
  return shipped ? { ...order, shipped: { saint: scenario.saint } } : order
}

async function judgeDone({ trial, order, outcome, restored }: DoneTrial, contents: FindContents): Promise<TrialRecord> {
  try {
    return await judge(trial, order, { outcome, restored, contents })
  } catch (thrown) {
    throw new Error(`Failed to judge ${trial.id}: ${messageOf(thrown)}`, { cause: thrown })
  }
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
