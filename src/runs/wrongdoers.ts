import type { Scenario } from '../scenario/compiled.ts'
import type { Config } from '../scenario/config.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import { WRONGDOERS } from './contestants.ts'
import { type Plan, planRun, type Selection } from './plan.ts'

/**
 * Plans the trials of the agents that ship and do wrong: those that go wrong by themselves in variants in which nothing but guards
 * breaks, where no variant is named; those that go wrong when something else does in all of them, where a scenario names a saint.
 * @throws {UsageError} as `planRun`.
 */
export function planWrongdoers(config: Config, all: readonly Scenario[], selection: Selection): Plan {
  const own = { ...selection, repeats: 1, models: [] }
  const first = planRun(config, all, { ...own, agents: WRONGDOERS.anywhere })
  const withSaint = [...new Set(first.trials.map(({ loaded }) => loaded))].filter(({ saint }) => saint !== undefined)
  const named = (selection.variants ?? []).length > 0
  const trials = first.trials.filter((trial) => named || isCalm(trial))
  if (withSaint.length === 0) return { ...first, trials }
  const wanted = new Set(first.trials.map(placeOf))
  const { seed, tier } = selection
  const more = planRun(config, withSaint, { seed, tier, repeats: 1, agents: WRONGDOERS.withSaint })
  return together({ ...first, trials }, { ...more, trials: more.trials.filter((trial) => wanted.has(placeOf(trial))) })
}

/** Two plans of one project as one run. */
export function together(one: Plan, other: Plan): Plan {
  return {
    ...one,
    trials: [...one.trials, ...other.trials],
    contestants: [...one.contestants, ...other.contestants],
    known: { ...one.known, agents: [...new Set([...one.known.agents, ...other.known.agents])] },
  }
}

/** Faults keep those from going wrong who do so by themselves; faults of guards do not. */
function isCalm({ loaded, variant }: ScheduledTrial): boolean {
  return loaded.variants.get(variant)?.every(({ fault }) => fault.seat === 'guard') ?? false
}

function placeOf({ scenario, variant }: ScheduledTrial): string {
  return `${scenario} ${variant}`
}
