import { visible } from '../../kernel/visible.ts'
import type { Action } from './deps.ts'
import type { Row } from './row.ts'
import type { Failure } from './search.ts'

const HEAD: Row = { who: 'who', does: 'does', port: 'store and effects', sum: 'really', says: 'the law' }

/** A failing history as people read it: one row a step, the beginning of an action and its first question in one. */
export function historyTable<A extends Action>({ law, needs, broken, played }: Failure<A>): string {
  const rows = [{ ...HEAD }, ...folded(played.rows)]
  const numbers = ['', ...rows.slice(1).map((_, index) => String(index + 1))]
  const columns = [
    numbers,
    ...(['who', 'does', 'port', 'sum', 'says'] as const).map((name) => rows.map((row) => visible(row[name]))),
  ]
  const widths = columns.map((cells) => Math.max(...cells.map(({ length }) => length)))
  const lines = rows.map((_, line) =>
    columns
      .map((cells, column) => (cells[line] ?? '').padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  )
  return [titleOf({ law, needs, broken }), ...lines.map((line) => `  ${line}`)].join('\n')
}

/** What is broken, and what the history needs for it. */
export function titleOf<A extends Action>({
  law,
  needs,
  broken,
}: Pick<Failure<A>, 'law' | 'needs' | 'broken'>): string {
  return visible(`${law.name}: ${broken}${needs.length > 0 ? ` (${needs.join(', ')})` : ''}`)
}

/** Rows as they are told: the beginning of an action and its first question in one. */
export function folded(rows: readonly Row[]): Row[] {
  const done: Row[] = []
  for (const row of rows) {
    const last = done.at(-1)
    const goesOn =
      last && last.does !== '' && last.port === '' && last.who === row.who && row.does === '' && row.who !== ''
    if (goesOn) Object.assign(last, { port: row.port, sum: row.sum, says: row.says })
    else done.push({ ...row })
  }
  return done
}
