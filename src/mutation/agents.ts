import { wrongdoers } from '../runs/contestants.ts'
import { type Plan, planRun, type Selection } from '../runs/plan.ts'
import type { Scenario } from '../scenario/compile.ts'
import type { Config } from '../scenario/config.ts'

/**
 * Plans the trials that are to tell a guard from a looser one: with the agents that are named, else with the config's and with those that
 * ship and do wrong, where a scenario has what they need.
 * @throws {UsageError} as `planRun`.
 */
export function planSuite(config: Config, all: readonly Scenario[], selection: Selection): Plan {
  // One trial of each is enough: what differs by chance tells no guard from another.
  const once = { repeats: 1, ...selection }
  if (selection.agents) return planRun(config, all, once)
  const careless = wrongdoers({ needsSaint: false })
  const configured = Object.keys(config.agents)
  const first = planRun(config, all, { ...once, agents: [...configured, ...careless] })
  const withSaint = [...new Set(first.trials.map(({ loaded }) => loaded))].filter(({ saint }) => saint !== undefined)
  if (withSaint.length === 0) return first
  const wanted = new Set(first.trials.map(({ scenario, variant }) => `${scenario} ${variant}`))
  const { seed, keep, tier } = once
  const agents = wrongdoers({ needsSaint: true })
  const more = planRun(config, withSaint, { seed, keep, tier, agents, repeats: once.repeats })
  return {
    ...first,
    trials: [...first.trials, ...more.trials.filter(({ scenario, variant }) => wanted.has(`${scenario} ${variant}`))],
    contestants: [...first.contestants, ...more.contestants],
  }
}
