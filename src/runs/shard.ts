import { digestText } from '../kernel/json.ts'
import { taskKey } from '../record/task.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'
import type { Plan } from './plan.ts'

/** How long the trials of a task took, in ms, by its key; what is not known counts as much as a task that is. */
export type Durations = ReadonlyMap<string, number>

/** One part of a run: the same plan and durations, the same parts. */
export function shardOf(plan: Plan, { index, count }: { index: number; count: number }, durations: Durations): Plan {
  const shards = shared(plan.trials, count, durations)
  const trials = plan.trials.filter((trial) => shards.get(taskKey(trial)) === index)
  return { ...plan, trials, shard: { index, count, suite: plan.trials } }
}

/**
 * The shard of each task. A task stays together: its verdicts decide how often it is repeated. The longest goes first, to the shard that
 * has the least (Graham's LPT rule: at most 4/3 of the best there is). Those that are alike are mixed: in the order of the plan each
 * shard would have an agent of its own.
 */
function shared(trials: readonly ScheduledTrial[], count: number, durations: Durations): Map<string, number> {
  const known = [...durations.values()]
  const usual = known.length === 0 ? 1 : known.reduce((sum, ms) => sum + ms, 0) / known.length
  const tasks = [...Map.groupBy(trials, taskKey)].map(([key, own]) => ({
    key,
    place: digestText(key),
    ms: Math.max(durations.get(key) ?? usual, Number.MIN_VALUE) * own.length,
  }))
  const loads = Array.from({ length: count }, () => 0)
  const shards = new Map<string, number>()
  for (const { key, ms } of tasks.toSorted((one, other) => other.ms - one.ms || (one.place < other.place ? -1 : 1))) {
    const least = loads.indexOf(Math.min(...loads))
    loads[least] = (loads[least] ?? 0) + ms
    shards.set(key, least + 1)
  }
  return shards
}
