import { join, sep } from 'node:path'
import type { Fault } from '../faults/define.ts'
import { faults } from '../faults/index.ts'
import { knownFaults } from '../faults/known.ts'
import { UsageError } from '../kernel/errors.ts'
import { suggest } from '../kernel/nearest.ts'
import { fits } from '../kernel/pattern.ts'
import { isProbe } from '../record/probe-variant.ts'
import type { Known, PlannedTrial } from '../record/run.ts'
import type { SequentialPlan } from '../record/sequential.ts'
import type { Tier } from '../record/tier.ts'
import type { Scenario } from '../scenario/compiled.ts'
import { type Config, mustKnow } from '../scenario/config.ts'
import { withPlans } from '../scenario/planned.ts'
import { withProbes } from '../scenario/probed.ts'
import type { Contestant, ScheduledTrial } from '../stage/scheduled-trial.ts'
import { chooseContestants } from './contestants.ts'
import { schedule } from './schedule.ts'

/** What is wanted of a project. What is left out narrows nothing down, and is otherwise as the config says. */
export interface Selection {
  /** A glob over ids of scenarios. */
  pattern?: string | undefined
  /** What else the pattern may be: the absolute path of a scenario's file, or of a folder that it lies in. */
  path?: string | undefined
  /** 'careful', or 'careful@model'. */
  agents?: readonly string[] | undefined
  models?: readonly string[] | undefined
  /** Globs. */
  variants?: readonly string[] | undefined
  tags?: readonly string[] | undefined
  /** Says of each trial, by its id, whether it is wanted. */
  keep?: ((id: string) => boolean) | undefined
  repeats?: number | SequentialPlan | undefined
  seed?: string | undefined
  /** How strongly every agent is isolated, whatever the config says of it. */
  tier?: Tier | undefined
  /** Runs the trials in an order drawn from the seed. */
  shuffle?: boolean | undefined
}

/** A run before anything of it has begun. */
export interface Plan {
  trials: ScheduledTrial[]
  contestants: Contestant[]
  seed: string
  /** Undefined: each trial is repeated a fixed number of times. */
  sequential: SequentialPlan | undefined
  /** Names that gates may speak of. */
  known: Known
  /** Where these are the trials of one shard: which it is, and the trials of all. */
  shard?: { index: number; count: number; suite: readonly PlannedTrial[] }
}

/** Plans a run: the same project and selection, the same plan. @throws {UsageError} a name that is not known, or nothing is left. */
export function planRun(config: Config, loaded: readonly Scenario[], selection: Selection): Plan {
  const { agents = [], models = [], variants = [], tags = [], keep = () => true, shuffle = false, tier } = selection
  const { repeats = config.trials, seed = String(config.seed) } = selection
  // They are asked for by name, or not at all.
  const probed = variants.some(isProbe) ? loaded.map(withProbes) : loaded
  const all = probed.map((one) => (isWanted(one, selection) ? withPlans(one, variants) : one))
  const asked = tier && { askedTier: tier }
  const contestants = chooseContestants(config, agents, models).map((one) => ({ ...one, ...asked }))
  mustKnowModels(contestants, all)
  const sequential = typeof repeats === 'number' ? undefined : repeats
  const trials = schedule({
    scenarios: chooseScenarios(all, selection, tags),
    contestants,
    variant: chooseVariants(all, variants),
    repeats: typeof repeats === 'number' ? repeats : repeats.max,
    seed,
    shuffle,
  }).filter(({ id }) => keep(id))
  if (trials.length === 0) throw new UsageError('There is no trial to run: the filters leave none. See "mettle list".')
  // A saint that is missing is found before any other trial is run.
  for (const { contestant, loaded } of trials) contestant.source(loaded)
  // Every task gets its first trials before any gets more.
  if (sequential) trials.sort((a, b) => a.repeat - b.repeat)
  return { trials, contestants, seed, sequential, known: knownNames(config, all, contestants) }
}

function mustKnowModels(contestants: readonly Contestant[], all: readonly Scenario[]): void {
  const models = all.flatMap(({ world }) => Object.keys(world.models))
  for (const { model, parameter } of contestants) if (model !== null && !parameter) mustKnow('model', model, models)
}

function knownNames({ agents }: Config, all: readonly Scenario[], contestants: readonly Contestant[]): Known {
  return {
    agents: Object.keys(agents).concat(contestants.map(({ name }) => name)),
    scenarios: all.map(({ id }) => id),
    variants: all.flatMap(({ variants }) => [...variants.keys()]),
    models: contestants.flatMap(({ model }) => model ?? []),
    tags: all.flatMap(({ tags }) => tags),
    faults: knownFaults([...plannedFaults(all), ...Object.values(faults)]),
  }
}

function plannedFaults(all: readonly Scenario[]): Fault[] {
  return all.flatMap(({ variants }) => [...variants.values()].flatMap((plan) => plan.map(({ fault }) => fault)))
}

function chooseScenarios(all: readonly Scenario[], { pattern, path }: Selection, tags: readonly string[]): Scenario[] {
  const fitting = all.filter((scenario) => isWanted(scenario, { pattern, path }))
  const ids = namesOf(all, pattern)
  if (fitting.length === 0) throw noScenarioFits(pattern ?? '', ids)
  const known = [...new Set(all.flatMap((scenario) => scenario.tags))]
  for (const tag of tags) {
    if (!known.includes(tag)) throw new UsageError(`No scenario has the tag "${tag}".${suggest(tag, known)}`)
  }
  return fitting.filter((scenario) => tags.every((tag) => scenario.tags.includes(tag)))
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

function isWanted(scenario: Scenario, { pattern, path }: Pick<Selection, 'pattern' | 'path'>): boolean {
  return pattern === undefined || isNamed(scenario, pattern, path)
}

/** What a pattern is told as known: of a scenario with many tasks its own name, unless one of its tasks was meant. */
function namesOf(all: readonly Scenario[], pattern = ''): string[] {
  const named = all.map(({ id, within }) => (within === undefined || pattern.startsWith(`${within}/`) ? id : within))
  return [...new Set(named)]
}

/** Does the pattern fit the scenario's id, or the path its file? */
export function isNamed(
  { id, file, within }: Pick<Scenario, 'id' | 'file' | 'within'>,
  pattern: string,
  path: string | undefined,
): boolean {
  if (within !== undefined && fits(pattern, within)) return true
  return fits(pattern, id) || (path !== undefined && (file === path || file.startsWith(join(path, sep))))
}

/** What is said of a pattern that fits nothing: a folder's name fits none of what is in it. */
export function noScenarioFits(pattern: string, ids: readonly string[]): UsageError {
  const inFolder = `${pattern.replace(/\/$/, '')}/*`
  const advice = ids.some((id) => fits(inFolder, id)) ? ` Did you mean "${inFolder}"?` : suggest(pattern, ids)
  return new UsageError(`No scenario fits "${pattern}".${advice}`)
}
