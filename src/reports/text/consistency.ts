import type { TrialRow } from '../../record/row.ts'
import { distributionConsistency, outcomeConsistency, resourceConsistency } from '../../stats/consistency.ts'
import { mean } from '../../stats/mean.ts'
import { faultRobustness } from '../../stats/robustness.ts'

/** How alike the repeats of an agent's tasks are, each from 0 to 1; undefined where nothing is repeated, or nothing known. */
export interface Consistency {
  outcomes: number | undefined
  /** Of the kinds of actions. */
  actions: number | undefined
  /** Of cost, calls and time. */
  resources: number | undefined
  /** The pass rate under faults over that without. */
  robustness: number | undefined
}

/** @param tasks The judged trials of one agent, by task. */
export function consistencyOf(tasks: readonly (readonly TrialRow[])[]): Consistency {
  const repeated = tasks.filter((task) => task.length > 1)
  return {
    outcomes: meanOf(repeated, (task) => outcomeConsistency(passes(task), task.length)),
    actions: meanOf(repeated, (task) => distributionConsistency(task.map(countsOf))),
    resources: meanOf(repeated, resourcesOf),
    robustness: robustnessOf(tasks.flat()),
  }
}

function meanOf<T>(items: readonly T[], of: (item: T) => number | undefined): number | undefined {
  const values = items.map(of).filter((value) => value !== undefined)
  return values.length === 0 ? undefined : mean(values)
}

function passes(trials: readonly TrialRow[]): number {
  return trials.filter(({ verdict }) => verdict === 'passed').length
}

function countsOf({ actions }: TrialRow): Map<string, number> {
  return new Map(actions.map(({ action, calls }) => [action, calls]))
}

function resourcesOf(task: readonly TrialRow[]): number | undefined {
  const usage = task.map((trial) => trial.usage)
  return resourceConsistency([
    usage.map(({ usd }) => usd),
    usage.map(({ calls }) => calls),
    usage.map(({ virtualMs }) => virtualMs),
  ])
}

/** By scenario, so that one that has many variants under faults does not weigh more on one side than on the other. */
function robustnessOf(trials: readonly TrialRow[]): number | undefined {
  return meanOf([...Map.groupBy(trials, ({ scenario }) => scenario).values()], (own) => {
    const [calm, faulty] = [
      own.filter(({ faults }) => faults.length === 0),
      own.filter(({ faults }) => faults.length > 0),
    ]
    if (calm.length === 0 || faulty.length === 0) return undefined
    return faultRobustness(passes(faulty) / faulty.length, passes(calm) / calm.length)
  })
}
