import type { ScenarioInput } from 'mettle'

/** A scenario as it is, but for its variants, with a person who says no: scored by its milestones and effects alone. */
export function guarded({ saint: _, variants: __, world, scorers = [], ...scenario }: ScenarioInput): ScenarioInput {
  const kept = scorers.filter(({ use }) => use === 'milestones' || use === 'effects')
  return {
    ...scenario,
    world: { ...world, approver: { answers: ['deny'], by: 'whoever is asked' } },
    scorers: kept.filter(({ only }) => only === undefined).map(({ except: ___, ...scorer }) => scorer),
    requires: [],
  }
}

/** The same, with guards that look on. */
export function open(scenario: ScenarioInput): ScenarioInput {
  const { guards = [], ...rest } = guarded(scenario)
  return { ...rest, guards: guards.map((guard) => ({ ...guard, mode: 'observe' as const })) }
}

const MEGABYTE = 1024 * 1024

/** A scenario without faults and with little patience, for those who attack the harness. */
export function quick({ saint: _, variants: __, scorers = [], ...scenario }: ScenarioInput): ScenarioInput {
  const kept = scorers.filter(({ only, severity }) => only === undefined && severity !== 'should')
  return {
    ...scenario,
    world: { ...scenario.world, ...(scenario.world?.approver && { approver: { answers: ['approve'] } }) },
    scorers: kept.map(({ except: ___, ...scorer }) => scorer),
    requires: [],
    limits: { deadlineMs: 2_000, maxCalls: 200, maxOutputBytes: 200_000, maxMemoryBytes: 400 * MEGABYTE },
  }
}
