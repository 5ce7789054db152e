import { visible } from '../../kernel/visible.ts'
import type { RunRecord } from '../../record/run.ts'
import { type CellTrial, type MatrixRow, matrixOf, worstOf } from '../text/matrix.ts'
import { SIGNS } from '../text/outcome.ts'
import { shorten } from '../text/quantity.ts'
import { type Paint, TONES } from './paint.ts'

const GAP = '  '

/** The matrix as lines: a table where it fits into the width, else one line for each cell. */
export function gridLines(record: RunRecord, paint: Paint, width: number): string[] {
  const { agents, rows } = matrixOf(record)
  const cells = rows.map((row) => row.cells.map(cellText))
  const widths = agents.map((agent, column) =>
    Math.max(sizeOf(visible(agent)), ...cells.map((row) => sizeOf(row[column] ?? ''))),
  )
  const left = width - widths.reduce((sum, size) => sum + size + GAP.length, 0)
  const longest = Math.max(0, ...rows.map((row) => sizeOf(labelOf(row))))
  if (left < longest) return stacked(rows, agents, paint, width)
  const label = longest
  const head = [
    'scenario · variant'.slice(0, label).padEnd(label),
    ...agents.map((agent, i) => pad(visible(agent), widths[i])),
  ]
  return [
    paint('dim', head.join(GAP).trimEnd()),
    ...rows.map((row) => {
      const painted = row.cells.map((cell, i) => paintCell(cell, paint) + padding(cellText(cell), widths[i]))
      return [pad(labelOf(row), label), ...painted].join(GAP).trimEnd()
    }),
  ]
}

function stacked(rows: readonly MatrixRow[], agents: readonly string[], paint: Paint, width: number): string[] {
  return rows.flatMap((row) => [
    shorten(labelOf(row), width),
    ...row.cells.flatMap((cell, i) =>
      cell.length === 0 ? [] : [`  ${paintCell(cell, paint)}  ${shorten(visible(agents[i] ?? ''), width - 26)}`],
    ),
  ])
}

function labelOf({ scenario, variant }: MatrixRow): string {
  return visible(`${scenario} · ${variant}`)
}

/** '✓ passed', '✗ failed 2/3': the worst outcome, and how many of several came to it. */
function cellText(cell: readonly CellTrial[]): string {
  const worst = worstOf(cell)
  if (!worst) return ''
  const share = cell.filter(({ outcome }) => outcome === worst).length
  return `${SIGNS[worst]} ${worst}${cell.length > 1 ? ` ${share}/${cell.length}` : ''}`
}

function paintCell(cell: readonly CellTrial[], paint: Paint): string {
  const worst = worstOf(cell)
  return worst ? paint(TONES[worst], cellText(cell)) : ''
}

function pad(text: string, width = 0): string {
  return text + padding(text, width)
}

function padding(text: string, width = 0): string {
  return ' '.repeat(Math.max(0, width - sizeOf(text)))
}

function sizeOf(text: string): number {
  return [...text].length
}
