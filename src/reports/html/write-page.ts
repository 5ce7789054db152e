import { hash } from 'node:crypto'
import type { TrialRow } from '../../record/row.ts'
import type { StoredRun } from '../define.ts'
import { worstFirst } from '../text/outcome.ts'
import { readTrace } from '../text/trace.ts'
import { openBlocks } from './embed/blocks.ts'
import { cellOf, findCounterparts } from './embed/counterpart.ts'
import { detailLine } from './embed/detail-line.ts'
import { openReasons, openRows } from './embed/index-rows.ts'
import { likeBesideLike } from './embed/like-beside-like.ts'
import type { IndexHead } from './embed/shape.ts'
import { traceLine } from './embed/trace-line.ts'
import type { Engine } from './engine.ts'
import { shellView } from './shell-view.ts'

/** Bounds of one page. A reader finds the rest in the run's folder. */
export interface PageBounds {
  /** How many traces it carries. */
  traces: number
  /** Characters of records and traces after which no further trace is carried. */
  characters: number
}

export const PAGE_BOUNDS: PageBounds = { traces: 1_000, characters: 4_000_000 }

export interface Page {
  engine: Engine
  assets: Assets
  bounds?: PageBounds
}

/** Writes the page in parts. One trace and one block are in memory at a time. */
export function writePage(run: StoredRun, sink: (part: string) => void, page: Page): void {
  const { engine, assets, bounds = PAGE_BOUNDS } = page
  const trials = worstFirst(run.rows)
  sink(engine.render('shell', shellView(run), { styles: assets.styles, policy: policyOf(assets) }))
  const details = openBlocks('details', sink)
  const reasons = openReasons()
  for (const trial of run.records(likeBesideLike(trials, cellOf))) {
    details.add(detailLine(trial))
    reasons.add(trial)
  }
  const detailBlocks = details.end()
  const traces = writeTraces(run, trials, sink, { ...bounds, characters: bounds.characters - details.written })
  const rows = openRows(reasons.of, traces.lines)
  const listed = openBlocks('rows', sink)
  for (const trial of trials) listed.add(JSON.stringify(rows.row(trial)))
  const blocks = listed.end()
  const head: IndexHead = { run: run.head.id, ...rows.named(), details: detailBlocks, traces: traces.blocks, blocks }
  const last = openBlocks('index', sink)
  last.add(JSON.stringify(head))
  last.end()
  sink(`<script>${assets.script}</script>\n</body>\n</html>\n`)
}

/** Writes as many traces as there is room for. Returns the line of each. */
function writeTraces(
  run: StoredRun,
  trials: readonly TrialRow[],
  sink: (part: string) => void,
  bounds: PageBounds,
): { lines: Map<string, number>; blocks: number[] } {
  const traces = openBlocks('traces', sink)
  const lines = new Map<string, number>()
  for (const { id } of byInterest(trials)) {
    if (lines.size >= bounds.traces || traces.written >= bounds.characters) break
    lines.set(id, lines.size)
    traces.add(traceLine(readTrace(run, id)))
  }
  return { lines, blocks: traces.end() }
}

/** Those that did not pass first, each with the trial that it is held against. */
function byInterest(trials: readonly TrialRow[]): Set<TrialRow> {
  const counterpart = findCounterparts(trials)
  const order = new Set<TrialRow>()
  for (const trial of trials) {
    order.add(trial)
    const other = trial.verdict === 'passed' ? undefined : counterpart(trial)
    if (other) order.add(other)
  }
  return order
}

/** What the page consists of beside the run: made by this project, never by a run. */
export interface Assets {
  styles: string
  script: string
}

/** Nothing but the page's own style and script may run or load, and one function of it alone may write markup. */
export function policyOf({ styles, script }: Assets): string {
  return [
    "default-src 'none'",
    `style-src '${digestOf(styles)}'`,
    `script-src '${digestOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types mettle',
  ].join('; ')
}

function digestOf(text: string): string {
  return `sha256-${hash('sha256', text, 'base64')}`
}
