import { plural } from '../../reports/text/quantity.ts'
import type { Standing } from '../../search/search.ts'
import type { Terminal } from '../terminal.ts'

/** How often the line is drawn, in ms. */
const EVERY_MS = 200

/** Shows how far a search has come, on a terminal: plans a second, what was tried, finds. */
export function showSearch(terminal: Terminal, quiet: boolean): (standing: Standing) => void {
  const startedAt = performance.now()
  let shownAt = 0
  return ({ trials, coverage, finds }) => {
    const now = performance.now()
    if (quiet || now - shownAt < EVERY_MS) return
    shownAt = now
    const pace = Math.round((trials * 1_000) / Math.max(1, now - startedAt))
    const { tried, cells, pairs, drawn } = coverage
    terminal.status(
      `  ${plural(trials, 'trial')}, ${pace} a second; ${tried} of ${cells} calls x faults, ${pairs} pairs, ${drawn} drawn; ${plural(finds, 'find')}`,
    )
  }
}
