import type { ProbeCell } from '../src/commands/guards/probe-cells.ts'
import { table } from './table.ts'

const SIGNS: Readonly<Record<ProbeCell['outcome'], string>> = {
  'fails-closed': 'closed',
  'fails-open': '**open**',
  hangs: '**hangs**',
  'not-exercised': '',
  error: '**error**',
}

/** A row for each fault, a column for each guard. Of a fault with several cases the worst is shown. */
export function safeguardsTable(cells: readonly ProbeCell[]): string {
  const guards = [...new Set(cells.map(({ guard }) => guard))]
  const faults = [...new Set(cells.map(({ fault }) => fault))]
  const rows = faults.map((fault) => {
    const ours = cells.filter((cell) => cell.fault === fault)
    return [
      `[${fault}](faults/safeguards/${fault}.md)`,
      ...guards.map((guard) => worst(ours.filter((cell) => cell.guard === guard))),
    ]
  })
  return table(['fault', ...guards], rows)
}

const WORST = ['fails-open', 'error', 'hangs', 'fails-closed', 'not-exercised'] as const

function worst(cells: readonly ProbeCell[]): string {
  const found = WORST.find((outcome) => cells.some((cell) => cell.outcome === outcome))
  return found ? SIGNS[found] : ''
}

const [FROM, TO] = ['<!-- safeguards: npm run docs:safeguards -->\n', '<!-- /safeguards -->']

/** The page with the table in its place. @throws {Error} it has no place for it. */
export function withTable(page: string, cells: readonly ProbeCell[]): string {
  const [from, to] = [page.indexOf(FROM), page.indexOf(TO)]
  if (from < 0 || to < from) throw new Error('docs/safeguards.md has no place for the table.')
  return `${page.slice(0, from)}${FROM}\n${safeguardsTable(cells)}\n\n${page.slice(to)}`
}
