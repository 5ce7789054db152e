import {
  type CoveredTarget,
  coverageOf,
  coverageShare,
  neverDelivered,
  undecidedGuards,
} from '../../../record/coverage.ts'
import type { KeptRun } from '../../../record/kept-run.ts'
import { plural } from '../../text/quantity.ts'
import { trialPath, trialsPath } from '../routes.ts'

/** Rows that are drawn of each table. */
const ROWS = 300

/** Which calls met which faults, what never arrived, and which guards decided nothing. */
export function coverageView({ rows, record, head }: Pick<KeptRun, 'rows' | 'record' | 'head'>) {
  const targets = coverageOf(rows, head.known.faults ?? [])
  const share = coverageShare(targets)
  const undelivered = neverDelivered(rows)
  const undecided = undecidedGuards(rows)
  const ids = new Set(rows.map(({ scenario }) => scenario))
  // Trials of many tasks are listed by their tasks.
  const pathOf = (scenario: string, part: Record<string, string>) =>
    trialsPath({ ...(ids.has(scenario) && { scenario }), ...part })
  return {
    any: share !== undefined,
    // Rounded down: 99.9 % is not all of it.
    percent: Math.floor((share ?? 0) * 1_000) / 10,
    rows: targets.slice(0, ROWS).map((target, at) => rowOf(target, targets[at - 1], pathOf)),
    undelivered: undelivered.slice(0, ROWS).map((one) => ({
      ...one,
      path: trialPath(one.trial),
      why: record(one.trial).faults[one.entry]?.missed ?? 'its calls met something else',
      trials: plural(one.trials, 'trial'),
    })),
    undecided: undecided.slice(0, ROWS).map((one) => ({
      ...one,
      path: pathOf(one.scenario, { guard: one.guard }),
      trials: plural(one.trials, 'trial'),
    })),
    more: Math.max(targets.length, undelivered.length, undecided.length) > ROWS,
  }
}

function rowOf(
  { scenario, target, access, met, open }: CoveredTarget,
  before: CoveredTarget | undefined,
  pathOf: (scenario: string, part: Record<string, string>) => string,
) {
  return {
    ...{ scenario, target, access },
    // The scenario is named once, above its targets.
    first: before?.scenario !== scenario,
    count: `${met.length} of ${met.length + open.length}`,
    met: met.map((fault) => ({ fault, path: pathOf(scenario, { fault }) })),
    open: open.map(({ name }) => name),
    openCount: open.length,
  }
}
