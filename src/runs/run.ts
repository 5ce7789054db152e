import { randomBytes } from 'node:crypto'
import { setImmediate } from 'node:timers/promises'
import { openPool, type Pool, type PoolOptions } from '../hosts/function/pool.ts'
import { judge } from '../judging/judge.ts'
import { messageOf } from '../kernel/errors.ts'
import type { Alert } from '../record/alert.ts'
import type { Known, PlannedTrial, RunRecord, RunSummary } from '../record/run.ts'
import type { SequentialPlan } from '../record/sequential.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { Scenario } from '../scenario/compile.ts'
import { locate } from '../scenario/locate.ts'
import type { AgentOrder, TrialOrder } from '../stage/order.ts'
import type { Outcome, Restored } from '../stage/outcome.ts'
import type { Contestant, ScheduledTrial } from '../stage/scheduled-trial.ts'
import { type AuditLog, openAuditLog } from '../store/audit-log.ts'
import type { RunFolder } from '../store/directory.ts'
import type { FindContents } from '../trace/contents.ts'
import { type GatedRun, judgeRun } from '../verdict/gate.ts'
import { decideTasks, withoutSaved } from '../verdict/sequential.ts'
import { bypassesOf, hearing } from './alerts.ts'
import { workThrough } from './lane.ts'
import { openLanes, type RunLanes } from './lanes.ts'
import { type Budget, openBudget, type RunLimits } from './limits.ts'
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
  /** Where PostgreSQL comes from, and how it is put back after each trial. */
  database?: { backend: string; reset: 'journal' | 'clone' }
}

/** Where PostgreSQL comes from unless somebody says otherwise. */
const DATABASE = { backend: 'embedded', reset: 'journal' } as const

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
  const queue = openQueue(trials, (trial, underWay) => {
    const leave = repeats.leave(trial)
    return signal.aborted || (leave === 'now' && !budget.allows(underWay)) ? 'later' : leave
  })
  let failures = 0
  await using lanes = await openLanes(trials, { ...(options.database ?? DATABASE), seed: options.seed, signal })
  await using pool = openPool(options.pool)
  signal.addEventListener('abort', () => void pool.stop().then(queue.close), { once: true })
  const conclude = async (done: DoneTrial) => {
    // The next order is on its way by then: judging takes this process's time, not the worker's.
    await setImmediate()
    const record = await judgeDone(done, lanes.contents, audit)
    records.set(record.id, record)
    budget.spend(record)
    repeats.settle(record)
    for (const alert of bypassesOf(record)) options.onAlert?.(alert)
    options.onTrial(record, records.size)
    if (record.verdict !== 'passed' && ++failures >= (options.bail ?? Number.POSITIVE_INFINITY)) queue.close()
  }
  const perform = (trial: ScheduledTrial) => runOne(trial, { pool, lanes, options, signal })
  const lane = () => workThrough(queue, { perform, conclude, oneByOne: options.bail !== undefined })
  await Promise.all(Array.from({ length: Math.min(options.workers, trials.length) }, lane))
  await lanes.finish(records, folder)
  return { records, database: lanes.title }
}

/** A trial whose process is through with it. */
interface DoneTrial {
  trial: ScheduledTrial
  order: TrialOrder
  outcome: Outcome
  restored: Restored
}

interface Means {
  pool: Pool
  lanes: RunLanes
  options: RunOptions
  signal: AbortSignal
}

/** Undefined for a trial that was cut by the end of the run: it says nothing. */
async function runOne(trial: ScheduledTrial, { pool, lanes, options, signal }: Means): Promise<DoneTrial | undefined> {
  const { loaded, contestant } = trial
  const lane = await lanes.lease(trial)
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
    ...(loaded.accepted && { accepted: loaded.accepted }),
    ...(trial.follow && { schedule: trial.follow }),
    ...(lane.databases && { databases: lane.databases }),
  }
  const { onAlert } = options
  const outcome = await pool.run(order, loaded.limits, lane.lane, onAlert && hearing(trial, onAlert))
  if (signal.aborted) return undefined
  return { trial, order, outcome, restored: await lane.restore(order, outcome, loaded.limits) }
}

function agentOrder({ name, module, export: run, shipped }: Contestant, scenario: Scenario): AgentOrder {
  const order = { name, module: module(scenario), export: run }
  return shipped ? { ...order, shipped: { saint: scenario.saint } } : order
}

async function judgeDone(
  { trial, order, outcome, restored }: DoneTrial,
  contents: FindContents,
  audit: AuditLog,
): Promise<TrialRecord> {
  try {
    return await judge(trial, order, { outcome, restored, contents, witness: (of) => audit.append(trial.id, of) })
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
