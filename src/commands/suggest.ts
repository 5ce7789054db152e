import { resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { fits } from '../kernel/pattern.ts'
import { visibleJson } from '../kernel/visible.ts'
import { coverageOf, coverageShare, neverDelivered, undecidedGuards } from '../record/coverage.ts'
import type { KeptRun } from '../record/kept-run.ts'
import type { TrialRow } from '../record/row.ts'
import { noScenarioFits } from '../runs/plan.ts'
import { openRun } from '../store/stored-run.ts'
import { type Found, suggestionsText } from './suggest-text.ts'
import { missingVariants } from './suggestions.ts'
import type { Terminal } from './terminal.ts'

export interface SuggestFlags {
  run: string
  /** How many variants are named for each scenario. */
  top: number
  all?: boolean
  json?: boolean
}

/**
 * Tells which faults reached which calls of a stored run, and names the variants that its scenarios lack. Resolves with the exit code.
 * @throws {UsageError} no scenario fits, or the run does not keep which faults there are.
 */
export function suggestCommand(pattern: string | undefined, flags: SuggestFlags, terminal: Terminal): number {
  const run = openRun(resolve(flags.run))
  const found = findIn(run, pattern)
  const most = flags.all ? Number.POSITIVE_INFINITY : flags.top
  if (flags.json) terminal.print(`${visibleJson(JSON.stringify(found))}\n`)
  else terminal.print(suggestionsText(found, most, terminal.color))
  return 0
}

function findIn(run: KeptRun, pattern: string | undefined): Found {
  const { head } = run
  const { faults, variants } = head.known
  if (!faults) {
    throw new UsageError(
      `The run was made by mettle ${head.environment.mettle}, which did not keep which faults there are: run it again.`,
    )
  }
  const named = ({ scenario, within = scenario }: TrialRow) => [scenario, within]
  const rows = run.rows.filter((row) => pattern === undefined || named(row).some((name) => fits(pattern, name)))
  if (pattern !== undefined && rows.length === 0)
    throw noScenarioFits(pattern, [...new Set(run.rows.map(({ scenario, within = scenario }) => within))])
  const targets = coverageOf(rows, faults)
  const places = new Map(head.scenarios.map(({ id, file }) => [id, file]))
  const files = new Map(rows.map(({ scenario, within = scenario }) => [within, places.get(scenario)]))
  return {
    coverage: coverageShare(targets) ?? null,
    scenarios: [...Map.groupBy(targets, ({ scenario }) => scenario)].map(([scenario, own]) => ({
      ...{ scenario, file: files.get(scenario) ?? null, targets: own },
      missing: missingVariants(own, variants),
    })),
    undelivered: neverDelivered(rows).map((one) => ({
      ...one,
      why: run.record(one.trial).faults[one.entry]?.missed ?? 'its calls met something else',
    })),
    undecided: undecidedGuards(rows),
  }
}
