import { entriesIn, isPlanVariant } from '../record/plan-variant.ts'
import { compilePlan } from './compile-plan.ts'
import type { Scenario } from './compiled.ts'

/** The scenario as a trial has it whose variant is a plan by itself. As it is in any other variant. @throws {UsageError} as `withPlans`. */
export function asPlanned(scenario: Scenario, variant: string): Scenario {
  if (!isPlanVariant(variant)) return scenario
  const last = latest.get(scenario)
  if (last?.variant === variant) return last.planned
  const planned = withPlans(scenario, [variant])
  latest.set(scenario, { variant, planned })
  return planned
}

/** Whoever runs a trial may be the one that judges it: what a scenario was asked for last is compiled once. */
const latest = new WeakMap<Scenario, { variant: string; planned: Scenario }>()

/**
 * The scenario with variants that are plans by themselves, beside its own.
 * @throws {UsageError} one of them is no plan: a fault that there is none of, parameters that it does not take.
 */
export function withPlans(scenario: Scenario, variants: readonly string[]): Scenario {
  const plans = variants.filter(isPlanVariant).map((variant) => {
    return [variant, compilePlan(variant, entriesIn(variant), scenario.guards)] as const
  })
  return plans.length === 0 ? scenario : { ...scenario, variants: new Map([...scenario.variants, ...plans]) }
}
