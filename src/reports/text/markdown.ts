import { visible } from '../../kernel/visible.ts'
import { shorten } from './quantity.ts'

/** At most so many characters of a text that comes from elsewhere. */
const LONGEST = 400

/**
 * A text from elsewhere as code, for a cell of a table: on one line, in a fence that is longer than any in it. In code no
 * markup, no link, no name of a person is looked for. A bar is spelled out: readers differ on how it is escaped.
 */
export function code(text: string): string {
  const shown = shorten(visible(text), LONGEST).replaceAll('|', '\\u{7c}')
  if (shown.trim() === '') return '` `'
  const longest = Math.max(0, ...[...shown.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  const pad = shown.startsWith('`') || shown.endsWith('`') ? ' ' : ''
  return fence + pad + shown + pad + fence
}

/** A table. Cells are Markdown already. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return []
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line), '']
}
