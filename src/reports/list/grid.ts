import { visible } from '../../kernel/visible.ts'
import type { KeptRun } from '../../record/kept-run.ts'
import { type CellTrial, type MatrixRow, matrixOf, worstOf } from '../text/matrix.ts'
import { SIGNS } from '../text/outcome.ts'
import { tallyOf } from '../text/repeats.ts'
import { type Paint, TONES } from './paint.ts'

const GAP = '  '
const HEAD = 'scenario · variant'

/** The matrix as lines: a table where it fits into the width, else one line for each cell. */
export function gridLines(run: Pick<KeptRun, 'planned' | 'rows'>, paint: Paint, width: number): string[] {
  const { agents, rows } = matrixOf(run)
  const cells = rows.map((row) => row.cells.map(cellText))
  const widths = agents.map((agent, column) =>
    Math.max(sizeOf(visible(agent)), ...cells.map((row) => sizeOf(row[column] ?? ''))),
  )
  const left = width - widths.reduce((sum, size) => sum + size + GAP.length, 0)
  const label = Math.max(sizeOf(HEAD), ...rows.map((row) => sizeOf(labelOf(row))))
  if (left < label) return stacked(rows, agents, paint)
  const head = [pad(HEAD, label), ...agents.map((agent, i) => pad(visible(agent), widths[i]))]
  return [
    paint('dim', head.join(GAP).trimEnd()),
    ...rows.map((row) => {
      const painted = row.cells.map((cell, i) => paintCell(cell, paint) + padding(cellText(cell), widths[i]))
      return [pad(labelOf(row), label), ...painted].join(GAP).trimEnd()
    }),
  ]
}

/** Names are told whole, however narrow it is: a terminal breaks the line. */
function stacked(rows: readonly MatrixRow[], agents: readonly string[], paint: Paint): string[] {
  return rows.flatMap((row) => [
    labelOf(row),
    ...row.cells.flatMap((cell, i) =>
      cell.length === 0 ? [] : [`  ${paintCell(cell, paint)}  ${visible(agents[i] ?? '')}`],
    ),
  ])
}

function labelOf({ scenario, variant }: MatrixRow): string {
  return visible(`${scenario} · ${variant}`)
}

/** '✗ failed'; with repeats '✓ 8/10 ~flaky': how many of the judged trials passed, and beside it what was not judged. */
function cellText(cell: readonly CellTrial[]): string {
  const worst = worstOf(cell)
  if (!worst) return ''
  if (cell.length === 1) return `${SIGNS[worst]} ${worst}`
  const { passed, judged, inconclusive, errors, notRun, flaky } = tallyOf(cell)
  const others = [
    [SIGNS.inconclusive, inconclusive],
    [SIGNS.error, errors],
    [SIGNS['not run'], notRun],
  ] as const
  const beside = others.map(([sign, count]) => (count > 0 ? ` ${sign}${count}` : '')).join('')
  return `${passed > 0 ? SIGNS.passed : SIGNS[worst]} ${passed}/${judged}${flaky ? ' ~flaky' : ''}${beside}`
}

function paintCell(cell: readonly CellTrial[], paint: Paint): string {
  const worst = worstOf(cell)
  if (!worst) return ''
  // A task that fails now and then is no plain failure: it has a tone of its own.
  return paint(worst === 'failed' && tallyOf(cell).flaky ? 'yellow' : TONES[worst], cellText(cell))
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
