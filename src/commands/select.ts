import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { messageOf, UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { fits } from '../kernel/pattern.ts'
import type { Known } from '../record/run.ts'
import { type SequentialPlan, sequentialPlanSchema } from '../record/sequential.ts'
import { chooseContestants } from '../runs/contestants.ts'
import { schedule } from '../runs/schedule.ts'
import { readAccepted } from '../scenario/accepted.ts'
import type { Scenario } from '../scenario/compile.ts'
import { type Config, mustKnow } from '../scenario/config.ts'
import { findScenarios, loadScenario } from '../scenario/load.ts'
import type { Contestant, ScheduledTrial } from '../stage/scheduled-trial.ts'
import { openRun } from '../store/stored-run.ts'

/** Which trials to run, as the command line says it. */
export interface SelectFlags {
  agent?: string[]
  model?: string[]
  variant?: string[]
  trials?: number | Span
  seed?: string
  grep?: string
  tag?: string[]
  shuffle?: boolean
  lastFailed?: boolean
}

/** From so many repeats to so many: as many as the evidence needs. */
export interface Span {
  min: number
  max: number
}

export interface Selected {
  trials: ScheduledTrial[]
  contestants: Contestant[]
  seed: string
  /** Undefined: each trial is repeated a fixed number of times. */
  sequential: SequentialPlan | undefined
  /** Names that gates may speak of. */
  known: Known
}

/** The trials that a command line asks for. @throws {UsageError} a name that is not known, or filters that leave nothing. */
export async function selectTrials(
  config: Config,
  pattern: string | undefined,
  flags: SelectFlags,
  out: string,
): Promise<Selected> {
  const seed = flags.seed === 'random' ? randomBytes(4).readUInt32BE().toString() : String(flags.seed ?? config.seed)
  const all = await loadScenarios(config)
  const contestants = chooseContestants(config, flags.agent ?? [], flags.model ?? [])
  const models = all.flatMap(({ world }) => Object.keys(world.models))
  for (const { model, parameter } of contestants) if (model !== null && !parameter) mustKnow('model', model, models)
  const fitting = readGrep(flags.grep)
  const failed = flags.lastFailed ? lastFailed(out) : undefined
  const repeats = readRepeats(flags.trials, config)
  const trials = schedule({
    scenarios: chooseScenarios(all, pattern, flags.tag ?? []),
    contestants,
    variant: chooseVariants(all, flags.variant ?? []),
    repeats: typeof repeats === 'number' ? repeats : repeats.max,
    seed,
    shuffle: flags.shuffle ?? false,
  }).filter(({ id }) => fitting.test(id) && (failed?.has(id) ?? true))
  if (trials.length === 0) throw new UsageError('There is no trial to run: the filters leave none. See "mettle list".')
  // A saint that is missing is found before any other trial is run.
  for (const { contestant, loaded } of trials) contestant.module(loaded)
  const known = {
    agents: Object.keys(config.agents).concat(contestants.map(({ name }) => name)),
    scenarios: all.map(({ id }) => id),
    variants: all.flatMap(({ variants }) => [...variants.keys()]),
    models: contestants.flatMap(({ model }) => model ?? []),
    tags: all.flatMap(({ tags }) => tags),
  }
  if (typeof repeats === 'number') return { trials, contestants, seed, known, sequential: undefined }
  // Every task gets its first trials before any gets more.
  trials.sort((a, b) => a.repeat - b.repeat)
  return { trials, contestants, seed, known, sequential: repeats }
}

/** The command line says how many, the config says what is to be told apart. */
function readRepeats(asked: number | Span | undefined, { trials }: Config): number | SequentialPlan {
  if (asked === undefined) return trials
  if (typeof asked === 'number') return asked
  return sequentialPlanSchema.parse({ ...(typeof trials === 'number' ? { until: 'decided' } : trials), ...asked })
}

/** The trials of the run before that did not pass. */
function lastFailed(out: string): Set<string> {
  if (!existsSync(join(out, 'run.json'))) throw new UsageError(`There is no run before this one in ${out}.`)
  const { rows } = openRun(out)
  const failed = new Set(rows.filter(({ verdict }) => verdict !== 'passed').map(({ id }) => id))
  if (failed.size === 0) throw new UsageError('Every trial of the last run passed: there is nothing to run again.')
  return failed
}

async function loadScenarios(config: Config): Promise<Scenario[]> {
  const found = findScenarios(resolve(config.root, config.scenarios))
  return Promise.all(found.map(async ({ id, file }) => readAccepted(config.root, await loadScenario(id, file))))
}

function chooseScenarios(all: readonly Scenario[], pattern: string | undefined, tags: readonly string[]): Scenario[] {
  const fitting = pattern === undefined ? [...all] : all.filter(({ id }) => fits(pattern, id))
  const ids = all.map(({ id }) => id)
  if (fitting.length === 0) throw new UsageError(`No scenario fits "${pattern}".${suggest(pattern ?? '', ids)}`)
  const known = [...new Set(all.flatMap((scenario) => scenario.tags))]
  for (const tag of tags) {
    if (!known.includes(tag)) throw new UsageError(`No scenario has the tag "${tag}".${suggest(tag, known)}`)
  }
  return fitting.filter((scenario) => tags.every((tag) => scenario.tags.includes(tag)))
}

function readGrep(pattern = ''): RegExp {
  try {
    return new RegExp(pattern)
  } catch (thrown) {
    throw new UsageError(`Failed to read --grep: ${messageOf(thrown)}.`)
  }
}

function chooseVariants(all: readonly Scenario[], wanted: readonly string[]) {
  const known = [...new Set(all.flatMap(({ variants }) => [...variants.keys()]))]
  for (const name of wanted) {
    if (!known.some((variant) => fits(name, variant))) {
      throw new UsageError(`There is no variant "${name}".${suggest(name, known)}`)
    }
  }
  return (_: Scenario, variant: string) => wanted.length === 0 || wanted.some((name) => fits(name, variant))
}
