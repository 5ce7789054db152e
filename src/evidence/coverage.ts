import type { KeptRun } from '../record/kept-run.ts'
import type { TrialRow } from '../record/row.ts'
import { FRAMEWORKS, type Framework, type Item, type Need } from './items.ts'

/** What of a run speaks to one need. */
export interface Spoken {
  need: Need
  /** How many trials, or 1 where the run as a whole does. */
  count: number
  /** Of those, how many passed. */
  passed: number
  /** Ids of the first few. */
  trials: string[]
}

/** An item, what speaks to it, and what could have and does not. */
export interface CoveredItem {
  item: Item
  spoken: Spoken[]
  missing: Need[]
}

export interface CoveredFramework {
  framework: Framework
  items: CoveredItem[]
}

const NAMED = 3

/**
 * Which items of each framework a run speaks to: computed from what was delivered, decided and judged, never from what a scenario
 * says of itself. Nothing that a run does not show is claimed.
 * @param logged Is the audit log there, and as it was written?
 */
export function coverageOf(run: KeptRun, logged: boolean): CoveredFramework[] {
  const judged = run.rows.filter(({ verdict }) => verdict !== 'error')
  const known = new Map<string, Spoken>()
  const speaking = (need: Need): Spoken => {
    const key = JSON.stringify(need)
    const found = known.get(key) ?? spokenTo(need, judged, { run, logged })
    known.set(key, found)
    return found
  }
  return FRAMEWORKS.map((framework) => ({
    framework,
    items: framework.items.map((item) => {
      const all = item.needs.map(speaking)
      const spoken = all.filter(({ count }) => count > 0)
      return { item, spoken, missing: all.filter(({ count }) => count === 0).map(({ need }) => need) }
    }),
  }))
}

interface Whole {
  run: KeptRun
  logged: boolean
}

function spokenTo(need: Need, judged: readonly TrialRow[], whole: Whole): Spoken {
  if ('run' in need) return { need, count: isOfRun(need.run, judged, whole) ? 1 : 0, passed: 0, trials: [] }
  const trials = judged.filter((trial) => speaks(trial, need))
  const passed = trials.filter(({ verdict }) => verdict === 'passed').length
  return { need, count: trials.length, passed, trials: trials.slice(0, NAMED).map(({ id }) => id) }
}

function speaks({ faults, guards, agent, tier }: TrialRow, need: Exclude<Need, { run: string }>): boolean {
  if ('fault' in need) return faults.some(({ fault, delivered }) => fault === need.fault && delivered > 0)
  if ('agent' in need) return agent === need.agent || agent === `mettle/${need.agent}`
  if ('tier' in need) return tier === need.tier
  if ('decision' in need)
    return guards.some(({ mode, decisions }) => mode === 'enforce' && decisions[need.decision] > 0)
  if ('broken' in need) return guards.some(({ under = [] }) => under.some(({ outcome }) => outcome !== 'not-exercised'))
  return guards.some(
    ({ name, mode, outcome }) => name === need.guard && mode === 'enforce' && outcome !== 'not-exercised',
  )
}

function isOfRun(
  what: Extract<Need, { run: string }>['run'],
  judged: readonly TrialRow[],
  { run, logged }: Whole,
): boolean {
  const { gate, mutation } = run.head
  switch (what) {
    case 'gates':
      return gate.rows.some(({ status }) => status !== 'not-evaluated')
    case 'audit log':
      return logged
    case 'repeats':
      return judged.some(({ repeat }) => repeat > 1)
    case 'live models':
      return judged.some(({ models }) => Object.values(models ?? {}).some(({ mode }) => mode === 'live'))
    case 'comparison':
      return gate.rows.some(({ gate: text, status }) => text.startsWith('drift.') && status !== 'not-evaluated')
    case 'mutation':
      return (mutation ?? []).length > 0
  }
}
