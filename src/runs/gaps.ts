import { fitsAny } from '../kernel/pattern.ts'
import type { TrialRecord } from '../record/trial.ts'
import type { Scenario } from '../scenario/compiled.ts'
import type { ScheduledTrial } from '../stage/scheduled-trial.ts'

/** Ways around guards that a run came to see. */
export interface Gaps {
  judged(record: Pick<TrialRecord, 'scenario' | 'actions'>): void
  /** A sentence for each, in the order of the scenarios. */
  notes(): string[]
}

/** How many are told in full. */
const TOLD = 10

/**
 * Looks for collections that calls within a guard's `on` change, and calls that its `on` leaves out change as well: whoever
 * goes the other way is asked by nobody. What a statement changes is told by the statement: databases are left alone.
 */
export function openGaps(trials: readonly ScheduledTrial[]): Gaps {
  const scenarios = new Map(trials.map(({ scenario, loaded }) => [scenario, loaded]))
  const changers = new Map<string, Map<string, Set<string>>>()
  return {
    judged: ({ scenario, actions }) => {
      const mine = changers.get(scenario) ?? new Map<string, Set<string>>()
      changers.set(scenario, mine)
      for (const { action, changed = [] } of actions) {
        for (const collection of changed) mine.set(collection, (mine.get(collection) ?? new Set()).add(action))
      }
    },
    notes: () => {
      const found = [...scenarios.values()].flatMap((scenario) => gapsIn(scenario, changers.get(scenario.id)))
      const more = found.length - TOLD
      return more > 0 ? [...found.slice(0, TOLD), `Note: ${more} more ways around an \`on\`.`] : found
    },
  }
}

function gapsIn(
  { id, guards, world }: Scenario,
  changers: ReadonlyMap<string, ReadonlySet<string>> = new Map(),
): string[] {
  const databases = Object.keys(world.databases)
  const collections = [...changers].filter(([name]) => !databases.some((database) => name.startsWith(`${database}.`)))
  return guards.flatMap(({ guard, params }) => {
    const on = onOf(params)
    if (on === undefined) return []
    return collections.flatMap(([collection, actions]) => {
      const [within, beside] = [
        [...actions].find((one) => fitsAny(on, one)),
        [...actions].filter((one) => !fitsAny(on, one)),
      ]
      if (within === undefined || beside.length === 0) return []
      return `Note: ${beside.join(' and ')} changed ${collection}, as ${within} did, and the \`on\` of ${guard.name} in ${id} leaves it out.`
    })
  })
}

function onOf(params: unknown): string | readonly string[] | undefined {
  const { on } = (params ?? {}) as { on?: unknown }
  if (typeof on === 'string') return on
  return Array.isArray(on) && on.every((one) => typeof one === 'string') ? on : undefined
}
