import { cases } from './cases/index.ts'
import type { Cell } from './cell.ts'

const calm = new Set(cases.filter((one) => one.calm).map(({ name }) => name))

/**
 * Where a plain yes does not run what it approves, nothing that did not run says anything of the mechanism: those cells were not
 * exercised. What ran without leave ran all the same.
 */
export function gated(cells: readonly Cell[]): Cell[] {
  const dead = new Set(cells.filter((cell) => calm.has(cell.case) && cell.outcome !== 'ok').map(({ kind }) => kind))
  return cells.map((cell) => {
    const says = calm.has(cell.case) || !['fails-closed', 'lost', 'hangs', 'not-applicable'].includes(cell.outcome)
    return dead.has(cell.kind) && !says ? { ...cell, outcome: 'not-exercised' as const } : cell
  })
}
