import { resolve } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { noteImports } from '../kernel/import-graph.ts'
import { suggest } from '../kernel/nearest.ts'
import { shortPath } from '../kernel/short-path.ts'
import { visible } from '../kernel/visible.ts'
import { exitCodeOf } from '../record/exit-code.ts'
import { basisOf } from '../runs/basis.ts'
import { openGaps } from '../runs/gaps.ts'
import { loadAgentsOf } from '../runs/load-agents.ts'
import { type Plan, planRun } from '../runs/plan.ts'
import { openRealModels } from '../runs/real-models.ts'
import { run } from '../runs/run.ts'
import { type ModelSetup, type Setup, setupOf } from '../runs/setup.ts'
import { type Config, loadConfig } from '../scenario/config.ts'
import { loadScenarios } from '../scenario/load-all.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { createRunFolder, takeUpRunFolder } from '../store/directory.ts'
import { readGates } from '../verdict/gate.ts'
import { MODEL_MODES } from '../world/models/define.ts'
import { openAlerts } from './alerts.ts'
import { chooseReporters } from './choose-reporters.ts'
import { spelled } from './flags.ts'
import { catchInterrupts } from './interrupt.ts'
import { showProgress } from './progress.ts'
import { has, openBaseline, publish, withGitHub } from './publish.ts'
import type { Resumable } from './resume.ts'
import { isComplete, tellComplete, toldMissing, toldResumed, toldUnfinished } from './resume-text.ts'
import type { RunFlags, SetupFlags, Shard } from './run-flags.ts'
import { readSelection } from './select.ts'
import type { Terminal } from './terminal.ts'
import { openWatched } from './watch/watched.ts'

/** Runs the scenarios whose ids fit the pattern. Resolves with the exit code. */
export async function runCommand(pattern: string | undefined, flags: RunFlags, terminal: Terminal): Promise<number> {
  const watched = flags.watched ? await openWatched() : undefined
  // Before anything of the project is loaded: a run that is gone on with must rest on the same files.
  noteImports()
  const config = await loadConfig(flags.config)
  const chosen = withGitHub(await chooseReporters(flags.reporter, config))
  const { planned, setup, out, resumable } = await readAsked(config, pattern, flags)
  watched?.project(out)
  if (flags.list) return listTrials(planned.trials, terminal)
  if (resumable && isComplete(resumable)) return tellComplete(resumable, terminal)
  // A typo in a gate is found before any trial costs money.
  readGates(setup.gate, { trials: [], planned: planned.trials, known: planned.known })
  const fleet = await openFleet(flags, config)
  await using _ = fleet
  // Before any process of the project starts: none is given a key. Those of a fleet are with its workers.
  const real = fleet ? undefined : openRealModels(planned.trials, setup)
  await loadAgentsOf(planned.trials, setup.env)
  const plan = watched?.narrow(planned, config) ?? planned
  if (plan.trials.length === 0) return tellNothing(plan, terminal)
  const basis = await (resumable ? sameBasis(resumable, plan, setup, config) : basisOf(plan.trials, setup, config.root))
  const baseline = await openBaseline(flags.baseline)
  const alerts = await openAlerts(config, terminal)
  // Before there is a folder: no signal leaves one behind.
  using interrupt = catchInterrupts()
  const folder = resumable ? takeUpRunFolder(resumable.from, out, config.keep) : createRunFolder(out, config.keep)
  if (folder.unfinished !== undefined) terminal.print(toldUnfinished(shortPath(folder.unfinished)))
  if (resumable) terminal.print(toldResumed(resumable))
  const troubles: string[] = []
  const show = showProgress(terminal, plan.trials.length, plan.seed)
  const gaps = openGaps(plan.trials)
  try {
    const perform = fleet ? fleet.run(terminal) : run
    const ran = await perform({
      plan,
      setup,
      ...(real && { real }),
      folder,
      basis,
      ...(resumable && { resumed: resumable.head }),
      regressions: baseline?.regressions,
      signal: interrupt.signal,
      onTrial: (record, done) => {
        watched?.judged(record)
        gaps.judged(record)
        show(record, done)
      },
      onTrouble: (trouble) => troubles.push(trouble),
      onAlert: config.alerts.length > 0 ? alerts.deliver : undefined,
    })
    troubles.push(...(await alerts.close()))
    const final = await publish(ran, folder, chosen, terminal, baseline)
    terminal.print(`\nReport: ${shortPath(final)}${has(chosen, 'html') ? '/index.html' : ''}\n`)
    for (const trouble of [...troubles, ...gaps.notes()]) terminal.print(`${visible(trouble)}\n`)
    if (ran.head.summary.notRun > 0) terminal.print(toldMissing(ran))
    const lost = resumable && (await import('./resume.ts')).lostBefore(final)
    if (lost !== undefined) terminal.print(`${lost}\n`)
    return interrupt.code() ?? (lost === undefined ? exitCodeOf(ran.head) : exitCodeOf(ran.head) || 1)
  } catch (thrown) {
    const code = interrupt.code()
    // What is cut short fails. A run that had not begun has nothing to show.
    if (code !== undefined && thrown !== interrupt.signal.reason) troubles.push(messageOf(thrown))
    for (const trouble of troubles) terminal.print(`${visible(trouble)}\n`)
    if (code === undefined) throw thrown
    return code
  } finally {
    folder.abandon()
  }
}

/** What a command line asks for. */
interface Asked {
  planned: Plan
  setup: Setup
  out: string
  /** The run that it goes on with. */
  resumable?: Resumable
}

async function readAsked(config: Config, pattern: string | undefined, flags: RunFlags): Promise<Asked> {
  const setup = readSetup(flags, config)
  if (flags.resume !== undefined) {
    const [{ findResumable, planOfResumed }, { setupAgain }] = await Promise.all([
      import('./resume.ts'),
      import('../runs/setup-again.ts'),
    ])
    const resumable = findResumable(config, pattern, flags)
    const planned = await planOfResumed(resumable, config)
    return { planned, setup: setupAgain(resumable.head, setup, flags.maxUsd), out: resumable.out, resumable }
  }
  const out = flags.out ? resolve(flags.out) : resolve(config.root, config.out)
  const selection = readSelection(config, pattern, flags, out)
  const whole = planRun(config, await loadScenarios(config), selection)
  return { planned: flags.shard ? await shardAsked(whole, flags.shard, flags.durations) : whole, setup, out }
}

/** @throws {UsageError} there is no run with durations, or nothing is left for this shard. */
async function shardAsked(plan: Plan, shard: Shard, run: string | undefined): Promise<Plan> {
  const [{ durationsOf }, { shardOf }] = await Promise.all([import('./durations.ts'), import('../runs/shard.ts')])
  return shardOf(plan, shard, run === undefined ? new Map() : durationsOf(run))
}

/** The queue is opened before there is a folder: where it cannot be reached nothing is left. */
async function openFleet(flags: RunFlags, config: Config) {
  if (flags.queue === undefined) {
    const [alone] = (['deliveries', 'maxCallsPerMinute', 'maxTokensPerMinute', 'bundle'] as const).filter(
      (name) => flags[name] !== undefined,
    )
    if (alone) throw new UsageError(`--${spelled(alone)} goes with --queue.`)
    return undefined
  }
  const { openFleet } = await import('./fleet/run.ts')
  return openFleet({ ...flags, queue: flags.queue }, config)
}

async function sameBasis(resumable: Resumable, plan: Plan, setup: Setup, { root }: Config) {
  const { mustBeTheSame } = await import('./resume.ts')
  return mustBeTheSame(resumable, plan, setup, root)
}

const RESETS = ['journal', 'clone'] as const

/** As the config says, unless the command line says otherwise. */
export function readSetup(flags: SetupFlags, config: Config): Setup {
  const usual = setupOf(config)
  const reset = flags.reset ?? config.reset
  const found = RESETS.find((one) => one === reset)
  if (!found) throw new UsageError(`There is no reset "${reset}".${suggest(reset, RESETS)}`)
  return {
    ...usual,
    workers: flags.workers ?? usual.workers,
    gate: flags.gate ?? usual.gate,
    limits: { usd: flags.maxUsd ?? usual.limits.usd, minutes: flags.maxMinutes ?? usual.limits.minutes },
    bail: flags.bail,
    database: { backend: flags.database ?? config.database, reset: found },
    pool: { ...usual.pool, realTime: flags.realTime ?? config.realTime },
    models: readModels(flags),
  }
}

/** Whoever records asks the real ones. */
function readModels({ models, record = false }: SetupFlags): ModelSetup {
  const mode = MODEL_MODES.find((one) => one === models)
  if (models !== undefined && !mode)
    throw new UsageError(`There is no way "${models}" to have models.${suggest(models, MODEL_MODES)}`)
  if (!record) return { mode }
  if (mode && mode !== 'live') throw new UsageError(`--record asks live models: it does not go with --models ${mode}.`)
  if (isCi())
    throw new UsageError(
      '--record writes files that belong in the repository: record where they can be committed, not in CI.',
    )
  return { mode: 'live', record }
}

/** As the services set it. */
function isCi(): boolean {
  const { CI = '' } = process.env
  return !['', '0', 'false'].includes(CI)
}

/** A shard without tasks is no failure, as with Playwright: how many shards there are is often fixed, and the tasks are not. */
function tellNothing({ shard }: Plan, terminal: Terminal): number {
  terminal.print(
    shard
      ? `Nothing to run: shard ${shard.index} of ${shard.count} has no task, since there are more shards than tasks. Nothing was written, and "mettle merge" needs nothing of it.\n`
      : 'Nothing to run: no trial of this run has a part in what changed. A module counts where others import it.\n',
  )
  return 0
}

function listTrials(trials: readonly ScheduledTrial[], terminal: Terminal): number {
  for (const { id } of trials) terminal.print(`${id}\n`)
  terminal.print(`${trials.length} trials\n`)
  return 0
}
