import { writeFileSync } from 'node:fs'
import { compareTrials, type Thresholds } from '../drift/compare.ts'
import { firstStepApart } from '../drift/first-step.ts'
import { staleness } from '../drift/stale.ts'
import { messageOf, UsageError } from '../kernel/errors.ts'
import type { Comparison, Contest } from '../record/comparison.ts'
import { comparisonMarkdown, comparisonText, type Parting } from '../reports/text/comparison.ts'
import { eventLine } from '../reports/text/event.ts'
import { openSide, type Side } from './sides.ts'
import { appendStepSummary } from './step-summary.ts'
import type { Terminal } from './terminal.ts'
import { version } from './version.ts'

export interface CompareFlags extends Partial<Thresholds> {
  agent?: string[]
  /** Files to write. */
  json?: string
  markdown?: string
}

/** How many lost pairs of a contest are looked into. */
const LOOKED_INTO = 3

/**
 * Compares two runs, or two agents of one run. Resolves with the exit code: 1 on a regression, or where nothing could be
 * compared.
 */
export async function compareCommand(
  basePlace: string,
  headPlace: string | undefined,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<number> {
  // Two agents of one run are its two sides.
  const base = openSide(basePlace)
  const head = headPlace === undefined && flags.agent?.length === 2 ? base : openSide(headPlace ?? 'reports/latest')
  const { alpha, margin, change, agent: agents } = flags
  const options = Object.fromEntries(
    Object.entries({ alpha, margin, change, agents }).filter(([, value]) => value !== undefined),
  )
  const compared = compareTrials(base.trials, head.trials, options)
  const warnings = warningsOf(base, head, compared.notCompared)
  const comparison: Comparison = { schemaVersion: 1, base: base.run, head: head.run, warnings, ...compared }
  const partings = comparison.contests.map((contest) => partingsOf(contest, base, head))
  terminal.print(comparisonText(comparison, partings, terminal.color))
  const markdown = comparisonMarkdown(comparison, partings)
  if (flags.markdown !== undefined) write(flags.markdown, markdown)
  if (flags.json !== undefined) write(flags.json, `${JSON.stringify(comparison, null, 2)}\n`)
  appendStepSummary(markdown)
  return comparison.passed ? 0 : 1
}

function warningsOf(base: Side, head: Side, notCompared: Comparison['notCompared']): string[] {
  const seeds = [base, head].map(({ reference, record }) => reference?.run.seed ?? record?.seed)
  return [
    ...(base.reference ? staleness(base.reference, notCompared, { at: Date.now(), mettle: version() }) : []),
    ...(seeds[0] === seeds[1]
      ? []
      : [`The two sides ran with other seeds (${seeds.join(' and ')}): their pairs share no chance.`]),
  ]
}

/** Where the first pairs that were lost part, side by side. Nothing where a side keeps no traces. */
function partingsOf({ lost }: Contest, base: Side, head: Side): Parting[] {
  return lost.slice(0, LOOKED_INTO).flatMap((pair) => {
    try {
      const [left, right] = [base.evidence(pair.base), head.evidence(pair.head)]
      const apart = left && right && firstStepApart(left, right)
      if (!apart) return []
      return [
        { ...pair, left: apart.base ? eventLine(apart.base) : null, right: apart.head ? eventLine(apart.head) : null },
      ]
    } catch (thrown) {
      return [{ ...pair, left: `The traces could not be read: ${messageOf(thrown)}`, right: null }]
    }
  })
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
}
