import { withProfiles } from './compile-guards.ts'
import type { Scenario } from './compiled.ts'
import type { Served } from './schema.ts'

/** What was made of a scenario last: a worker is told the same models with each trial. */
const made = new WeakMap<Scenario, { of: string; scenario: Scenario }>()

/**
 * A scenario that has the models of the config, with their safeguards. What it says itself of one stands.
 * @throws {UsageError} a guard that there is none of, or parameters that it does not take.
 */
export function withServed(scenario: Scenario, served: Served | undefined): Scenario {
  if (served === undefined || Object.keys(served).length === 0) return scenario
  const of = JSON.stringify(served)
  const known = made.get(scenario)
  if (known?.of === of) return known.scenario
  const fresh = { ...withModels(scenario, served), served }
  made.set(scenario, { of, scenario: fresh })
  return fresh
}

function withModels(scenario: Scenario, served: Served): Scenario {
  const { models } = scenario.world
  // Of one that nobody serves, and that the scenario has not, there is nothing to say.
  const present = Object.entries(served).filter(([name, { provider }]) => provider || Object.hasOwn(models, name))
  const own = present.map(([name, { price, provider, name: called, mode }]) => {
    const real = { ...(provider && { provider }), ...(called && { name: called }), ...(mode && { mode }) }
    return [name, { ...real, ...(price && { price }), ...models[name] }] as const
  })
  const world = { ...scenario.world, models: { ...models, ...Object.fromEntries(own) } }
  return withProfiles({ ...scenario, world }, Object.fromEntries(present))
}
