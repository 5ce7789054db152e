import { writeFileSync } from 'node:fs'
import type { Thresholds } from '../drift/compare.ts'
import { messageOf, UsageError } from '../kernel/errors.ts'
import type { Comparison } from '../record/comparison.ts'
import { html } from '../reports/html.ts'
import { comparisonMarkdown, comparisonText } from '../reports/text/comparison.ts'
import { compareSides, withBackground } from './compared.ts'
import { RECORDS_ALONE } from './flags.ts'
import { partingsOf } from './partings.ts'
import { openSide, repeatOf, type Side } from './sides.ts'
import { appendStepSummary } from './step-summary.ts'
import type { Terminal } from './terminal.ts'
import { writeReport } from './write-report.ts'

export interface CompareFlags extends Partial<Thresholds> {
  agent?: string[]
  /** The repeat of each side that is compared. */
  repeats?: [base: number, head: number]
  /** Nobody keeps the traces: they are not looked at. */
  recordsOnly?: boolean
  /** Files to write. */
  json?: string
  markdown?: string
  html?: string
}

/** How many lost pairs of a contest are looked into. */
const LOOKED_INTO = 3

/**
 * Compares two runs, or two agents or repeats of one run. Resolves with the exit code: 1 on a regression, or where nothing could be
 * compared.
 */
export async function compareCommand(
  basePlace: string,
  headPlace: string | undefined,
  flags: CompareFlags,
  terminal: Terminal,
): Promise<number> {
  const [base, head] = openSides(basePlace, headPlace, flags)
  if (flags.html !== undefined) mustHaveTraces(head)
  const { alpha, margin, change, agent: agents } = flags
  const options = Object.fromEntries(
    Object.entries({ alpha, margin, change, agents }).filter(([, value]) => value !== undefined),
  )
  const found = compareSides(base, head, options)
  const lost = flags.recordsOnly ? undefined : lostOf(base, head)
  const comparison = lost === undefined ? found : { ...found, passed: false, reason: `${lost} ${found.reason}` }
  const partings = comparison.contests.map((contest) => partingsOf(contest, base, head, LOOKED_INTO))
  terminal.print(comparisonText(comparison, partings, terminal.color))
  const markdown = comparisonMarkdown(comparison, partings)
  if (flags.markdown !== undefined) write(flags.markdown, markdown)
  if (flags.json !== undefined) write(flags.json, `${JSON.stringify(comparison, null, 2)}\n`)
  if (flags.html !== undefined) await writePageOf(flags.html, comparison, base, head)
  appendStepSummary(markdown)
  return comparison.passed ? 0 : 1
}

/** Whose traces are not as they were written: what the verdicts rest on cannot be looked at any more. */
function lostOf(base: Side, head: Side): string | undefined {
  // Two repeats of one run have the same traces.
  for (const side of base.kept?.head.id === head.kept?.head.id && base.run.run === head.run.run
    ? [head]
    : [base, head]) {
    const lost = side.lostTraces()
    if (lost !== undefined) return `In ${side.run.run}: ${lost} ${RECORDS_ALONE}`
  }
  return undefined
}

/** Two agents of one run, or two of its repeats, are its two sides. */
function openSides(basePlace: string, headPlace: string | undefined, { agent, repeats }: CompareFlags): [Side, Side] {
  const base = openSide(basePlace)
  const within = headPlace === undefined && (agent?.length === 2 || repeats !== undefined)
  const head = within ? base : openSide(headPlace ?? 'reports/latest')
  return repeats === undefined ? [base, head] : [repeatOf(base, repeats[0]), repeatOf(head, repeats[1])]
}

function mustHaveTraces({ kept, run }: Side): void {
  if (kept) return
  throw new UsageError(
    `Failed to write a page: ${run.run} is a reference run, which keeps no traces. Name the folder of a run as HEAD.`,
  )
}

/** The head's report, with the comparison on a page of its own. */
async function writePageOf(file: string, comparison: Comparison, base: Side, head: Side): Promise<void> {
  const { kept, evidence } = head
  if (!kept) return
  const stored = { ...kept, evidence: (id: string) => evidence(id) ?? missing(id) }
  try {
    await writeReport(html, { ...stored, comparison: withBackground(comparison, base, head) }, file)
  } catch (thrown) {
    // What the file system refuses names a call of it; everything else is a fault of the page.
    if (!(thrown instanceof Error && 'syscall' in thrown)) throw thrown
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
}

function missing(id: string): never {
  throw new Error(`Failed to read the trace of ${id}: the run's folder holds no traces.`)
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text)
  } catch (thrown) {
    throw new UsageError(`Failed to write ${file}: ${messageOf(thrown)}.`)
  }
}
