import fc from 'fast-check'
import type { Fault } from '../../../src/faults/define.ts'
import { faults } from '../../../src/faults/index.ts'
import { type BoundEntry, unreachableEntries } from '../../../src/faults/plan.ts'
import type { Json } from '../../../src/kernel/json.ts'
import type { PlanEntry } from '../../../src/record/plan.ts'

const TARGETS = ['*', 'office GET /notes', 'office GET /feed', 'office POST *', 'office GET *']
const catalogue = Object.values(faults) as unknown as Fault[]

const times = fc.oneof(
  fc.constant('always' as const),
  fc.record({ nth: fc.integer({ min: 1, max: 4 }) }),
  fc.record({ from: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ attempt: fc.integer({ min: 1, max: 2 }) }),
  fc.record({ every: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ probability: fc.double({ min: 0.1, max: 0.9, noNaN: true }) }),
)

const entry: fc.Arbitrary<PlanEntry> = fc.constantFrom(...catalogue).chain((fault) =>
  fc.record({
    fault: fc.constant(fault.name),
    params: fault.arbitrary(fc) as fc.Arbitrary<Record<string, Json>>,
    on: fc.constantFrom(...TARGETS),
    when: times,
  }),
)

/** Plans of one to three faults of the catalogue, by name. The same seed gives the same plans. */
export function randomPlans(count: number, seed: number): Record<string, PlanEntry[]> {
  const plans = fc.sample(fc.array(entry, { minLength: 1, maxLength: 3 }), { numRuns: count, seed })
  return Object.fromEntries(plans.map((plan, index) => [`plan-${index + 1}`, reachable(plan)]))
}

/** Without the entries that could never run: a scenario refuses them. */
function reachable(plan: PlanEntry[]): PlanEntry[] {
  const kept: PlanEntry[] = []
  for (const next of plan) if (unreachableEntries([...kept, next].map(bound)).length === 0) kept.push(next)
  return kept
}

function bound({ fault: name, params, on, when }: PlanEntry): BoundEntry {
  const fault = catalogue.find((one) => one.name === name) as Fault
  return { fault, params: fault.params.parse(params), on, when }
}
