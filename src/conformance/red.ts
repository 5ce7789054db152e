import { cases } from './cases/index.ts'
import type { Cell, TargetResult } from './cell.ts'
import { OPEN } from './outcome.ts'

const calm = new Set(cases.filter((one) => one.calm).map(({ name }) => name))

/** Cells that fail a target: what ran without leave, and what was never exercised since a plain yes did not run. */
export function redCells({ cells }: Pick<TargetResult, 'cells'>): Cell[] {
  return cells.filter(
    (cell) => OPEN.includes(cell.outcome) || cell.outcome === 'error' || (calm.has(cell.case) && cell.outcome !== 'ok'),
  )
}

export function isRed(target: Pick<TargetResult, 'cells'>): boolean {
  return redCells(target).length > 0
}
