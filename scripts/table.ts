/** A table in Markdown, its columns as wide as they need. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = [head, ...rows].map((row) => row.map(cell))
  const widths = head.map((_, column) => Math.max(...cells.map((row) => (row[column] ?? '').length)))
  const line = (row: readonly string[]) => `| ${widths.map((width, at) => (row[at] ?? '').padEnd(width)).join(' | ')} |`
  const [titles = [], ...rest] = cells
  return [line(titles), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n')
}

/** Text within backquotes. */
export function code(text: string): string {
  return `\`${text}\``
}

/** A cell is one line, and its `|` ends no cell. */
function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/(?<!\\)\|/g, '\\|')
    .trim()
}
