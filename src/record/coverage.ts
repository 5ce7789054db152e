import type { KnownFault } from './known-fault.ts'
import type { ActionRow, TrialRow } from './row.ts'

/** A target of a scenario, and the faults that its calls met. */
export interface CoveredTarget {
  scenario: string
  target: string
  access: ActionRow['access']
  /** Faults that reached such a call in some trial, by name. */
  met: string[]
  /** Faults that concern such calls, and reached none. */
  open: KnownFault[]
}

/** An entry of a variant's plan that arrived in no trial. */
export interface NeverDelivered {
  scenario: string
  variant: string
  fault: string
  on: string
  /** Its place in the plan, from 0. */
  entry: number
  /** One of its trials, which says why. */
  trial: string
  trials: number
}

/** A guard of a scenario that decided no call in any trial. */
export interface UndecidedGuard {
  scenario: string
  guard: string
  required: boolean
  trials: number
}

/** What stands for all targets of a trial beyond the first ones. */
const OTHERS = 'others'

/**
 * Which calls met which faults: for each scenario, all its tasks together, the targets that an agent called and that a guard let through, in order of
 * first use. A trial that is an error shows nothing.
 */
export function coverageOf(rows: readonly TrialRow[], faults: readonly KnownFault[]): CoveredTarget[] {
  const counted = rows.filter(({ verdict }) => verdict !== 'error')
  const delivered = new Set(counted.flatMap(({ actions }) => actions.flatMap(({ met = [] }) => met)))
  const offered = faults.filter(({ name, selective }) => !selective || delivered.has(name))
  const targets = [...Map.groupBy(counted, ownerOf)].flatMap(([scenario, trials]) =>
    [...Map.groupBy(trials.flatMap(passedOf), ({ action }) => action)].map(([target, actions]) => {
      const struck = new Set(actions.flatMap(({ met = [] }) => met))
      const concerned = offered.filter((fault) => actions.some((action) => concerns(fault, action)))
      const access = actions.some((action) => action.access !== 'read') ? (actions[0]?.access ?? 'unknown') : 'read'
      return {
        ...{ scenario, target, access },
        met: concerned.filter(({ name }) => struck.has(name)).map(({ name }) => name),
        open: concerned.filter(({ name }) => !struck.has(name)),
      }
    }),
  )
  return targets.filter(({ met, open }) => met.length + open.length > 0)
}

/** Share of the pairs of a target and a fault that concerns it which some trial had; undefined where there is no pair. */
export function coverageShare(targets: readonly CoveredTarget[]): number | undefined {
  const met = targets.reduce((sum, target) => sum + target.met.length, 0)
  const of = targets.reduce((sum, target) => sum + target.met.length + target.open.length, 0)
  return of === 0 ? undefined : met / of
}

/** The entries that were owed in every trial of their variant, and delivered in none. */
export function neverDelivered(rows: readonly TrialRow[]): NeverDelivered[] {
  const counted = rows.filter(({ verdict }) => verdict !== 'error')
  const variants = Map.groupBy(counted, (row) => JSON.stringify([ownerOf(row), row.variant]))
  return [...variants.values()].flatMap((trials) => {
    const [first] = trials
    return (first?.faults ?? []).flatMap(({ fault, on }, entry) => {
      if (!first || trials.some(({ faults }) => faults[entry]?.state !== 'undelivered' || faults[entry].delivered > 0))
        return []
      const { variant, id: trial } = first
      return [{ scenario: ownerOf(first), variant, fault, on, entry, trial, trials: trials.length }]
    })
  })
}

/** The guards that decided nothing in any trial of their scenario: nobody knows whether they hold. */
export function undecidedGuards(rows: readonly TrialRow[]): UndecidedGuard[] {
  const counted = rows.filter(({ verdict }) => verdict !== 'error')
  return [...Map.groupBy(counted, ownerOf)].flatMap(([scenario, trials]) => {
    const seats = Map.groupBy(
      trials.flatMap(({ guards }) => guards),
      ({ name }) => name,
    )
    return [...seats].flatMap(([guard, outcomes]) => {
      if (outcomes.some(({ decisions }) => Object.values(decisions).some((count) => count > 0))) return []
      return [{ scenario, guard, required: outcomes.some(({ required }) => required), trials: outcomes.length }]
    })
  })
}

/** Tasks of one scenario share its variants and its guards. */
function ownerOf({ scenario, within }: TrialRow): string {
  return within ?? scenario
}

/** Only a call that the guards let through can meet a fault. */
function passedOf({ actions }: TrialRow): ActionRow[] {
  return actions.filter(({ action, calls, denied }) => action !== OTHERS && calls > denied)
}

function concerns({ channels, access }: KnownFault, action: ActionRow): boolean {
  if (action.channel === undefined || !channels.includes(action.channel)) return false
  return access === undefined || (action.access === 'read') === (access === 'read')
}
