import { isDeepStrictEqual } from 'node:util'
import type { Mutant } from '../guards/mutant.ts'
import { mutantsOf } from '../guards/mutating/mutants-of.ts'
import type { GuardRow, TrialRow } from '../record/row.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'

/** A mutant of a guard of the suite, and the trials that may tell it from the guard. */
export interface Subject {
  /** Those that use the guard with the same parameters: to a suite it is one safeguard. */
  scenarios: string[]
  guard: string
  mutant: Mutant
  trials: ScheduledTrial[]
}

/** Which mutants are wanted. Default: all. */
export interface Wanted {
  guard?(name: string): boolean
  mutant?(name: string): boolean
}

type Use = Scenario['guards'][number]

/** Every mutant of the guards that scenarios enforce. One that only watches keeps nothing from happening. @param rows Of the run without a mutant. */
export function subjectsOf(
  trials: readonly ScheduledTrial[],
  rows: readonly TrialRow[],
  { guard: isWanted = () => true, mutant: fits = () => true }: Wanted = {},
): Subject[] {
  const known = new Map(rows.map((row) => [row.id, row]))
  const byScenario = Map.groupBy(trials, ({ loaded }) => loaded)
  return safeguardsOf([...byScenario.keys()]).flatMap(({ use, scenarios }) => {
    const { name } = use.guard
    if (!isWanted(name)) return []
    const heldOpen = scenarios.some(({ world }) => Object.keys(world.databases).length > 0)
    const own = scenarios.flatMap((scenario) => byScenario.get(scenario) ?? [])
    const saidIn = (id: string) => known.get(id)?.guards.find((one) => one.name === name)
    return mutantsOf(use, { heldOpen })
      .filter((mutant) => fits(mutant.name))
      .map((mutant) => ({
        scenarios: scenarios.map(({ id }) => id),
        guard: name,
        mutant,
        trials: telling(mutant.shows === 'broken' ? own.filter((one) => breaks(one, name)) : own, mutant, saidIn),
      }))
  })
}

/** The guards of a scenario that bind. */
export function enforcedBy({ guards }: Scenario): Use[] {
  return guards.filter(({ mode }) => mode === 'enforce')
}

/** A guard and its parameters, once, and the scenarios that use it so. */
function safeguardsOf(scenarios: readonly Scenario[]): { use: Use; scenarios: Scenario[] }[] {
  const found: { use: Use; scenarios: Scenario[] }[] = []
  for (const scenario of scenarios) {
    for (const use of enforcedBy(scenario)) {
      // Parameters of a guard of one's own may be patterns and functions, which no JSON tells apart.
      const same = found.find(
        ({ use: { guard, params } }) => guard === use.guard && isDeepStrictEqual(params, use.params),
      )
      if (same) same.scenarios.push(scenario)
      else found.push({ use, scenarios: [scenario] })
    }
  }
  // Safeguards of one guard stand together.
  return [...Map.groupBy(found, ({ use }) => use.guard).values()].flat()
}

/** Does the plan of this trial break that guard? */
function breaks({ loaded, variant }: ScheduledTrial, name: string): boolean {
  const plan = loaded.variants.get(variant) ?? []
  return plan.some(({ fault, guard }) => fault.seat === 'guard' && (guard === undefined || guard === name))
}

/** Those in which it was asked, or refused something: where it did most of that first, and one agent after the other. */
function telling(
  trials: readonly ScheduledTrial[],
  { shows = 'refused' }: Mutant,
  saidIn: (id: string) => GuardRow | undefined,
): ScheduledTrial[] {
  const weigh = ({ id }: ScheduledTrial) => {
    const { allow, deny, hold, halt } = saidIn(id)?.decisions ?? { allow: 0, deny: 0, hold: 0, halt: 0 }
    return { refused: deny + hold + halt, asked: allow + deny + hold + halt }
  }
  const found = trials
    .map((trial) => ({ trial, ...weigh(trial) }))
    .filter((one) => one[shows === 'refused' ? 'refused' : 'asked'] > 0)
    .toSorted((a, b) => b.refused - a.refused || b.asked - a.asked)
    .map(({ trial }) => trial)
  return inTurn([...Map.groupBy(found, ({ agent }) => agent).values()])
}

/** The first of each, then the second of each: agents go wrong in ways of their own. */
function inTurn<T>(lists: readonly T[][]): T[] {
  const most = Math.max(0, ...lists.map(({ length }) => length))
  return Array.from({ length: most }, (_, place) => lists.flatMap((list) => list.slice(place, place + 1))).flat()
}
