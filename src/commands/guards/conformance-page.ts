import type { Cell, TargetResult } from '../../conformance/cell.ts'
import { textOf } from '../../conformance/effect.ts'
import { OPEN, type Outcome } from '../../conformance/outcome.ts'
import { isRed } from '../../conformance/red.ts'
import type { MatrixCell, PageSection, SafeguardsPage } from '../../reports/html/safeguards.ts'

const HEADS = ['Case', 'Outcome', 'What ran', 'What was approved', 'Note'] as const

/** What was found of targets, for a page: a matrix of the cases, each cell with the row that says what ran. */
export function conformancePage(targets: readonly TargetResult[]): SafeguardsPage {
  const names = [...new Set(targets.flatMap(({ cells }) => cells.map((cell) => cell.case)))]
  return {
    title: 'Mechanisms of approval, put to the test',
    lead: 'The same cases for each mechanism, told from what ran. Each cell leads to what ran in it.',
    icon: targets.some(isRed) ? 'failed' : 'passed',
    matrix: {
      heads: targets.map(({ name }) => name),
      rows: names.map((name) => ({ name, cells: targets.map((target, at) => matrixCell(target, at, name)) })),
    },
    sections: targets.map(sectionOf),
  }
}

function anchorOf(target: number, cell: number): string {
  return `_cell-${target}-${cell}`
}

function matrixCell({ name, cells }: TargetResult, at: number, of: string): MatrixCell {
  const index = cells.findIndex((cell) => cell.case === of)
  const cell = cells[index]
  const anchor = anchorOf(at, index)
  if (!cell) return { head: name, word: '', anchor, ...toneOf('not-applicable') }
  return { head: name, word: wordOf(cell), anchor, ...toneOf(cell.outcome) }
}

function toneOf(outcome: Outcome): Pick<MatrixCell, 'under' | 'icon'> {
  if (outcome === 'error') return { under: 'fails-open', icon: 'error' }
  if (OPEN.includes(outcome)) return { under: 'fails-open', icon: 'failed' }
  if (outcome === 'not-applicable') return { under: 'not-exercised', icon: 'not-run' }
  if (['lost', 'hangs', 'not-exercised'].includes(outcome)) return { under: 'hangs', icon: 'inconclusive' }
  return { under: 'fails-closed', icon: 'passed' }
}

/** A "~" stands behind what differs from repeat to repeat. */
function wordOf({ outcome, steady }: Cell): string {
  return `${outcome.replaceAll('-', ' ')}${steady ? '' : ' ~'}`
}

function sectionOf({ name, mechanism, versions, cells, repeats }: TargetResult, at: number): PageSection {
  const packages = Object.entries(versions).map(([of, version]) => `${of} ${version}`)
  const times = repeats === 1 ? 'each case once' : `each case ${repeats} times`
  return {
    title: `${name}: ${mechanism}`,
    lines: [[...packages, times].join(', ')],
    heads: HEADS,
    rows: cells.map((cell, index) => ({ anchor: anchorOf(at, index), cells: cellsOf(cell) })),
  }
}

function cellsOf(cell: Cell) {
  const { icon } = toneOf(cell.outcome)
  const texts = [cell.case, wordOf(cell), listOf(cell.effects), listOf(cell.expected), cell.note ?? '']
  return texts.map((text, at) => ({ head: HEADS[at] ?? '', text, ...(at === 1 && { icon }) }))
}

function listOf(effects: Cell['effects']): string {
  return effects.map(textOf).join(', ') || 'nothing'
}
