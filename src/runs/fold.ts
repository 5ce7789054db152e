import { randomBytes } from 'node:crypto'
import { sourceName } from '../hosts/index.ts'
import { version } from '../kernel/version.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { GateRecord, PlannedTrial, RunHead } from '../record/run.ts'
import type { SequentialPlan } from '../record/sequential.ts'
import { summarize } from '../record/summarize.ts'
import { planOf, withoutSaved } from '../record/task.ts'
import { locate } from '../scenario/locate.ts'
import type { Contestant, ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { RunFolder } from '../store/directory.ts'
import { writeHead } from '../store/head.ts'
import type { Ledger } from '../store/ledger.ts'
import { SUITE_FILE, writePlanned } from '../store/planned.ts'
import { keptRun } from '../store/stored-run.ts'
import { type GatedRun, judgeRun } from '../verdict/gate.ts'
import { decideTasks } from '../verdict/sequential.ts'
import type { Plan } from './plan.ts'
import type { RunOptions } from './run-options.ts'

/** Writes down what is planned before any of it is done. What is left of a run that is killed can be read by it. */
export function beginRun(options: RunOptions, startedAt: string, database: string | null): RunHead {
  const { plan, setup, folder } = options
  const { trials, seed, known, sequential } = plan
  const head: RunHead = {
    schemaVersion: 3,
    id: `${startedAt.replace(/[:.]/g, '-')}-${randomBytes(3).toString('hex')}`,
    seed,
    startedAt,
    finishedAt: null,
    interrupted: false,
    stopped: null,
    paidUsd: 0,
    environment: {
      mettle: version(),
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      workers: setup.workers,
      database,
    },
    agents: plan.contestants.map((contestant) => ({ name: contestant.name, module: sourceOf(contestant, trials) })),
    scenarios: [...new Set(trials.map(({ loaded }) => loaded))].map(locate),
    known,
    planned: trials.length,
    planDigest: writePlanned(folder.path, trials),
    sequential: sequential ? { plan: sequential, tasks: [] } : null,
    summary: summarize([], trials.length),
    gate: openGate(setup.gate),
    ledger: null,
    ...(options.basis && { basis: options.basis }),
    ...(plan.shard && { shard: shardIn(folder, plan.shard) }),
  }
  writeHead(folder.path, head)
  return head
}

function shardIn({ path }: RunFolder, { index, count, suite }: NonNullable<Plan['shard']>): RunHead['shard'] {
  return { index, count, suite: writePlanned(path, suite, SUITE_FILE) }
}

/** Writes down that a run goes on: from here on it is unfinished again, and nothing that it came to stands there any more. */
export function continueRun({ plan, setup, folder }: RunOptions, before: RunHead, startedAt: string): RunHead {
  const { audit: _, ...kept } = before
  const head: RunHead = {
    ...kept,
    ...{ finishedAt: null, interrupted: false, stopped: null, ledger: null },
    environment: { ...before.environment, workers: setup.workers },
    summary: summarize([], plan.trials.length),
    gate: openGate(setup.gate),
    resumed: [...(before.resumed ?? []), startedAt],
  }
  writeHead(folder.path, head)
  return head
}

/** Where an agent comes from; a saint has a module for each scenario. */
function sourceOf({ name, source }: Contestant, trials: readonly ScheduledTrial[]): string {
  const own = trials.filter(({ contestant }) => contestant.name === name)
  return [...new Set(own.map(({ loaded }) => sourceName(source(loaded))))].join(', ')
}

/** No run passes before its end. */
function openGate(gates: readonly string[], reason = 'The run is unfinished.'): GateRecord {
  const rows = gates.map((gate) => ({ gate, status: 'not-evaluated' as const, value: null, selected: 0, reason }))
  return { passed: false, reason, rows }
}

interface Ended {
  head: RunHead
  ledger: Ledger
  audit: RunHead['audit']
  /** Why a limit ended it; null where none did. */
  stopped: string | null
  /** What was paid in real money, in micro-dollars. */
  paid: number
  /** Its trials were asked for one by one: the plan is known by now. */
  asked: boolean
}

/** Folds what came of the trials into the head, and writes it: from then on the run is finished. */
export function concludeRun(options: RunOptions, { head: begun, ledger, audit, stopped, paid, asked }: Ended): KeptRun {
  const { plan, setup, regressions, folder } = options
  const { trials } = plan
  const { shard } = plan
  const gates = shard ? undefined : setup.gate
  const { ran, ...folded } = foldTrials({ ...plan, gates, stopped, regressions }, begun, ledger, folder.path)
  const head: RunHead = {
    ...begun,
    ...(asked && { planned: trials.length, planDigest: writePlanned(folder.path, trials) }),
    finishedAt: new Date().toISOString(),
    interrupted: options.signal?.aborted ?? false,
    stopped,
    paidUsd: paid / 1_000_000,
    ...folded,
    ...(shard && { gate: openGate(setup.gate, ofShard(shard)) }),
    ledger: ledger.end(),
    audit,
  }
  writeHead(folder.path, head)
  return { ...ran, head }
}

function ofShard({ index, count }: NonNullable<Plan['shard']>): string {
  return `It is shard ${index} of ${count}: "mettle merge" judges all of them together.`
}

interface Folded extends Pick<GatedRun, 'known' | 'regressions'> {
  stopped: string | null
  trials: readonly PlannedTrial[]
  sequential: SequentialPlan | undefined
  /** Undefined: nobody judges it. */
  gates: readonly string[] | undefined
}

/** What the records of a run come to together. */
export function foldTrials(
  { trials, sequential: repeated, gates, known, stopped, regressions }: Folded,
  head: RunHead,
  { entries }: Pick<Ledger, 'entries'>,
  folder: string,
): Pick<RunHead, 'sequential' | 'summary' | 'gate'> & { ran: KeptRun } {
  const rowsById = () => new Map([...entries].map(([id, { row }]) => [id, row]))
  const tasks = repeated ? decideTasks(repeated, trials, rowsById()) : []
  const planned = withoutSaved(trials, tasks, entries).map(planOf)
  const sequential = repeated ? { plan: repeated, tasks } : null
  const ran = keptRun(folder, head, planned, entries)
  const gate = gates
    ? judgeRun(gates, { trials: ran.rows, planned, sequential, known, stopped, regressions })
    : head.gate
  return { ran, sequential, summary: summarize(ran.rows, planned.length), gate }
}
