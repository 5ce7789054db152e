import { type Plan, planRun, type Selection } from '../runs/plan.ts'
import { planWrongdoers, together } from '../runs/wrongdoers.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { Config } from '../scenario/config.ts'

/**
 * Plans the trials that are to tell a guard from a looser one: with the agents that are named, else with the config's and with those that
 * ship and do wrong. Each once: what differs by chance tells no guard from another.
 * @throws {UsageError} as `planRun`.
 */
export function planSuite(config: Config, all: readonly Scenario[], selection: Selection): Plan {
  const once = { ...selection, repeats: 1 }
  if (selection.agents) return planRun(config, all, once)
  const others = planWrongdoers(config, all, once)
  return Object.keys(config.agents).length > 0 ? together(planRun(config, all, once), others) : others
}
