import type { Measured, Row } from './row.ts'

const COLUMNS = ['', 'figure', 'rounds', 'beside', 'target', '', 'workers', 'CPU s'] as const

/** One table of everything measured. A miss says so. */
export function formatTable(measured: readonly Measured[]): string {
  const lines: string[][] = [[...COLUMNS]]
  for (const { rows, cpuSeconds } of measured) {
    // The CPU seconds are those of the whole measurement: they stand on its first row.
    for (const [index, row] of rows.entries()) lines.push(cells(row, index === 0 ? cpuSeconds.toFixed(1) : ''))
  }
  const widths = COLUMNS.map((_, column) => Math.max(...lines.map((line) => (line[column] ?? '').length)))
  return lines
    .map((line) =>
      line
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cells({ what, figure, spread, beside, target = '', met, workers }: Row, cpu: string): string[] {
  return [what, figure, spread, beside, target, met === undefined ? '' : met ? 'ok' : 'MISS', workers, cpu]
}
