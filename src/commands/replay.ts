import { rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { atExit } from '../kernel/at-exit.ts'
import { UsageError } from '../kernel/errors.ts'
import { makeTemporary } from '../kernel/temporary.ts'
import { visible } from '../kernel/visible.ts'
import type { TrialRecord } from '../record/trial.ts'
import { eventLine } from '../reports/text/event.ts'
import { definitionOf } from '../runs/definitions.ts'
import { loadAgentsOf } from '../runs/load-agents.ts'
import { planRun } from '../runs/plan.ts'
import { openRealModels } from '../runs/real-models.ts'
import { run } from '../runs/run.ts'
import { type ModelSetup, setupOf } from '../runs/setup.ts'
import { type Config, loadConfig } from '../scenario/config.ts'
import { loadScenarios } from '../scenario/load-all.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { createRunFolder } from '../store/directory.ts'
import { openRun } from '../store/stored-run.ts'
import { firstDivergence } from '../trace/diverge.ts'
import type { Evidence } from '../trace/evidence.ts'
import type { ModelMode } from '../world/models/define.ts'
import { catchInterrupts } from './interrupt.ts'
import type { Terminal } from './terminal.ts'
import { trialNamed } from './trial-named.ts'

export interface ReplayFlags {
  run: string
  config?: string
  database?: string
}

/**
 * Runs one trial of a stored run again. Resolves with the exit code: 0 same trace hash and verdict, 1 another one.
 * @throws {UsageError} no such trial, several fit, or its scenario has changed since.
 */
export async function replayCommand(named: string, flags: ReplayFlags, terminal: Terminal): Promise<number> {
  const stored = openRun(resolve(flags.run))
  const id = trialNamed(named, stored.rows, flags.run)
  const before = stored.record(id)
  const first = stored.evidence(id)
  const ran = await runAgain(before, stored.head.seed, await loadConfig(flags.config), { ...flags, terminal })
  if (typeof ran === 'number') return ran
  const { record: again, evidence } = ran
  if (again.traceHash === before.traceHash && again.verdict === before.verdict) {
    terminal.print(`${id}: ${again.verdict} as before, trace hash ${again.traceHash}\n`)
    return 0
  }
  terminal.print(`${id}: ${before.verdict} before, ${again.verdict} now\n${describe(first, evidence)}`)
  return 1
}

/** A number: what to exit with, since a signal came first. */
async function runAgain(
  before: TrialRecord,
  seed: string,
  config: Config,
  { database = config.database, terminal }: Pick<ReplayFlags, 'database'> & { terminal: Terminal },
) {
  const { id, agent, model, scenario, variant, repeat } = before
  const who = model === null ? agent : `${agent}@${model}`
  const selection = { pattern: scenario, agents: [who], variants: [variant], repeats: repeat, seed }
  const plan = planRun(config, await loadScenarios(config), selection)
  const trial = plan.trials.find((one) => one.id === id)
  if (!trial) throw new UsageError(`Trial "${id}" is no longer planned: its scenario or its agent has changed.`)
  if ((await definitionOf(trial.loaded)) !== before.definition) {
    throw new UsageError(
      `Scenario "${scenario}" has changed since this run: run it anew with "mettle run ${scenario}".`,
    )
  }
  const usual = setupOf(config)
  const real = openRealModels([trial], { ...usual, models: modelsAgain(before, trial) })
  await loadAgentsOf([trial], usual.env)
  using interrupt = catchInterrupts()
  const place = makeTemporary('mettle-replay-')
  const remove = () => rmSync(place, { recursive: true, force: true })
  using _ = atExit(remove)
  try {
    const folder = createRunFolder(join(place, 'run'))
    // The same calls meet the same faults, however a plan is drawn today.
    const follow = before.faults.map(({ schedule }) => schedule.map(({ key, attempt }) => ({ key, attempt })))
    // A lane as new: rows come in the order in which a fresh database gives them.
    const lane = { backend: database, reset: 'clone' as const }
    const ran = await run({
      plan: { ...plan, trials: [{ ...trial, follow }] },
      real,
      setup: { ...usual, workers: 1, gate: [], limits: {}, database: lane },
      folder,
      signal: interrupt.signal,
      onTrouble: (trouble) => terminal.print(`${visible(trouble)}\n`),
    })
    return interrupt.code() ?? { record: ran.record(id), evidence: ran.evidence(id) }
  } catch (thrown) {
    const code = interrupt.code()
    if (code === undefined) throw thrown
    return code
  } finally {
    remove()
  }
}

/** Models speak as they did, whatever the scenario says of them. @throws {UsageError} one was live. */
function modelsAgain({ id, models = {} }: TrialRecord, { loaded }: ScheduledTrial): ModelSetup {
  const modes = Object.entries(loaded.world.models).flatMap(([name, { provider }]): ModelMode[] =>
    provider === undefined ? [] : [models[name]?.mode ?? 'scripted'],
  )
  if (modes.includes('live'))
    throw new UsageError(
      `Trial "${id}" asked a live model, which never answers the same again. Record it, and replay what was recorded: "mettle run --record".`,
    )
  const [mode, ...others] = new Set(modes)
  return others.length > 0 ? {} : { mode }
}

function describe(before: Evidence, now: Evidence): string {
  const parted = firstDivergence(before, now)
  if (!parted) return 'The events are the same; the order of calls or the end of the trial is not.\n'
  const { left, right } = parted
  const line = (event: typeof left) => (event ? `e${event.seq} ${visible(eventLine(event))}` : 'nothing, it had ended')
  return `first difference\n  before  ${line(left)}\n  now     ${line(right)}\n`
}
