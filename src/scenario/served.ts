import type { Served } from '../world/models/define.ts'
import type { Scenario } from './compile.ts'

/** A scenario whose world has the models of the config. What the scenario itself says of one stands. */
export function withServed(scenario: Scenario, served: Served | undefined): Scenario {
  if (served === undefined || Object.keys(served).length === 0) return scenario
  const { world } = scenario
  const own = Object.entries(served).map(([name, { price, ...model }]) => {
    return [name, { ...model, ...(price && { price }), ...world.models[name] }] as const
  })
  return { ...scenario, served, world: { ...world, models: { ...world.models, ...Object.fromEntries(own) } } }
}
