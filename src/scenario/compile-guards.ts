import type { Guard } from '../guards/define.ts'
import { guards } from '../guards/index.ts'
import { onlyOf } from '../guards/profiles/only-of.ts'
import { digest } from '../kernel/json.ts'
import { suggest } from '../kernel/nearest.ts'
import type { Scenario } from './compiled.ts'
import { pathText } from './explain.ts'
import { type Complain, findPart, type Parsed, readParams, refuse } from './parts.ts'
import type { Served } from './schema.ts'

export function compileGuards(
  uses: Parsed['guards'],
  complain: Complain,
  within: PropertyKey[] = [],
): Scenario['guards'] {
  const seen = new Set<string>()
  return uses.flatMap(({ use, mode, params }, index) => {
    const path = [...within, 'guards', index]
    const guard = findPart<Guard<unknown>>(use, guards, 'guard', [...path, 'use'], complain)
    if (!guard) return []
    // Decisions and outcomes go by the guard's name.
    if (seen.has(guard.name)) complain([...path, 'use'], `guard "${guard.name}" is used twice`)
    seen.add(guard.name)
    return [{ guard, mode, params: readParams(guard, params, [...path, 'params'], complain) }]
  })
}

/** Safeguards that are one model's own. */
export function compileProfiles({ models = {}, world }: Parsed, complain: Complain): Scenario['guards'] {
  const known = Object.keys(world.models)
  return Object.entries(models).flatMap(([model, { guards: uses }]) => {
    const path = ['models', model]
    if (!known.includes(model)) complain(path, `there is no model "${model}" in world.models.${suggest(model, known)}`)
    return compileGuards(uses, complain, path).map((use) => ({ ...use, guard: onlyOf(use.guard, model) }))
  })
}

/**
 * A scenario whose models have the safeguards and limits that a config gives them. What the scenario itself says of one stands.
 * @throws {UsageError} a guard that there is none of, or parameters that it does not take.
 */
export function withProfiles(scenario: Scenario, models: Served): Scenario {
  const problems: string[] = []
  const complain: Complain = (path, message) => void problems.push(`  ${pathText(path)}: ${message}`)
  const own = Object.entries(models).flatMap(([model, { guards: uses }]) =>
    compileGuards(uses, complain, ['models', model]).map((use) => ({ ...use, guard: onlyOf(use.guard, model) })),
  )
  if (problems.length > 0) throw refuse('the config', problems.join('\n'))
  const taken = new Set(scenario.guards.map(({ guard }) => guard.name))
  const limits = Object.entries(models).map(([model, said]) => [model, said.limits ?? {}] as const)
  const said = Object.entries(models).map(([model, { guards: uses, limits: most }]) => [model, uses, most ?? null])
  if (own.length === 0 && limits.every(([, most]) => Object.keys(most).length === 0)) return scenario
  return {
    ...scenario,
    guards: [...scenario.guards, ...own.filter(({ guard }) => !taken.has(guard.name))],
    profiles: new Map([...limits, ...scenario.profiles]),
    definition: digest([scenario.definition, said]),
  }
}
