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
