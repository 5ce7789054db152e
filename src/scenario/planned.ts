import { entriesIn, isPlanVariant } from '../record/plan-variant.ts'
import { compilePlan, type Scenario } from './compile.ts'

/** The scenario as a trial has it whose variant is a plan by itself. As it is in any other variant. @throws {UsageError} as `withPlans`. */
export function asPlanned(scenario: Scenario, variant: string): Scenario {
  return isPlanVariant(variant) ? withPlans(scenario, [variant]) : scenario
}

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
