import { enableCompileCache } from 'node:module'
import { join, relative } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import type { TrialRecord } from '../record/trial.ts'
import { loadAgentsOf } from '../runs/load-agents.ts'
import { planRun } from '../runs/plan.ts'
import { openRealModels } from '../runs/real-models.ts'
import { run } from '../runs/run.ts'
import { setupOf } from '../runs/setup.ts'
import { type Config, loadConfig } from '../scenario/config.ts'
import { loadScenarios } from '../scenario/load-all.ts'
import { createRunFolder } from '../store/directory.ts'

/** Which trial of a scenario is run. */
export interface TrialOptions {
  /** Name of an agent in the config, or of one that ships with mettle. Default: the config's, where it has one. */
  agent?: string
  /** The model that the agent is pinned to. */
  model?: string
  /** Default 'calm': the one without faults. */
  variant?: string
  /** From 1. Each repeat has a seed of its own. Default 1. */
  repeat?: number
  /** Seed of the run. Default: the config's. */
  seed?: string | number
  /** Path of the config. Default: mettle.config.ts in the current folder. */
  config?: string
  /** Where PostgreSQL comes from. Default: what the config says. */
  database?: string
  /** Stops the trial: a test's own `signal`. */
  signal?: AbortSignal
}

/** A trial that was run. Its matchers are `toHavePassed()`, `toHaveHeld(guard)` and `toHaveDelivered(fault)`. */
export interface Trial {
  /** What came of it: verdict, reason, scores, guards, faults, usage. */
  record: TrialRecord
  /** The command that prints its trace: every call, decision and effect, a line each. */
  trace: string
  /** The command that runs exactly this trial again and compares. */
  replay: string
}

// Trials run in processes of their own, which start in a fraction of the time with it.
enableCompileCache()

/** One trial of an id at a time: each has its folder. */
const underWay = new Map<string, Promise<unknown>>()

/**
 * Runs one trial, by the real runner in a process of its own.
 * @param scenario Its id: 'billing/duplicate-charge'.
 * @throws {UsageError} a name that is not known, with the nearest that is.
 */
export async function trial(scenario: string, options: TrialOptions = {}): Promise<Trial> {
  const config = await loadConfig(options.config)
  const planned = await plan(config, scenario, options)
  const before = underWay.get(planned.trial.id)
  const mine = Promise.resolve(before).then(
    () => perform(config, planned, options),
    () => perform(config, planned, options),
  )
  underWay.set(planned.trial.id, mine)
  return mine
}

type Planned = Awaited<ReturnType<typeof plan>>

async function plan(config: Config, scenario: string, options: TrialOptions) {
  const { agent = onlyAgent(config), model, variant = 'calm', repeat = 1, seed } = options
  const selected = planRun(config, await loadScenarios(config), {
    pattern: scenario,
    agents: [model === undefined ? agent : `${agent}@${model}`],
    variants: [variant],
    repeats: repeat,
    seed: seed === undefined ? undefined : String(seed),
  })
  const [found, ...others] = selected.trials.filter((one) => one.repeat === repeat)
  if (found && others.length === 0) return { trial: found, selected }
  const ids = selected.trials.map(({ id }) => id)
  throw new UsageError(`Failed to choose a trial: ${ids.length} fit "${scenario}". Name one scenario, without "*".`)
}

function onlyAgent({ agents }: Config): string {
  const [name, ...others] = Object.keys(agents)
  if (name !== undefined && others.length === 0) return name
  throw new UsageError(
    `Failed to choose an agent: name one, trial(scenario, { agent }).${suggest('', Object.keys(agents))}`,
  )
}

async function perform(config: Config, { trial: scheduled, selected }: Planned, options: TrialOptions): Promise<Trial> {
  const usual = setupOf(config)
  // Before any process of the project starts: none is given a key.
  const real = openRealModels([scheduled], usual)
  await loadAgentsOf([scheduled], usual.env)
  // Files of tests run at the same time: each of vitest's workers has a folder.
  const place = join(config.root, 'reports/vitest', process.env.VITEST_POOL_ID ?? '1', scheduled.id)
  const folder = createRunFolder(place)
  try {
    const database = { ...usual.database, backend: options.database ?? config.database }
    const ran = await run({
      plan: { ...selected, trials: [scheduled] },
      real,
      setup: { ...usual, workers: 1, gate: [], limits: {}, database },
      folder,
      signal: options.signal,
      onTrouble: (trouble) => process.emitWarning(trouble),
    })
    if (ran.rows.length === 0) throw new Error(`Trial ${scheduled.id} was stopped before it ended.`)
    const record = ran.record(scheduled.id)
    const stored = relative(process.cwd(), folder.publish()) || '.'
    const place = `${record.id} --run ${stored}`
    return { record, trace: `npx mettle trace ${place}`, replay: `npx mettle replay ${place}` }
  } finally {
    folder.abandon()
  }
}
