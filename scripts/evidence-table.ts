import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FRAMEWORKS, needText } from '../src/evidence/items.ts'
import { table } from './table.ts'

const PAGE = 'docs/evidence.md'
const [FROM, TO] = ['<!-- evidence -->\n', '<!-- /evidence -->']

/** `docs/evidence.md`: each item of each framework, and what of a run speaks to it. @throws {Error} the page has no place for it. */
export function evidenceTable(root: string, before: ReadonlyMap<string, string>): Map<string, string> {
  const page = before.get(PAGE) ?? readFileSync(join(root, PAGE), 'utf8')
  const [from, to] = [page.indexOf(FROM), page.indexOf(TO)]
  if (from < 0 || to < from) throw new Error(`${PAGE} has no place for the table of what is spoken to.`)
  const tables = FRAMEWORKS.map(({ name, source, items }) => {
    const rows = items.map(({ id, title, needs }) => [
      `**${id}**`,
      title,
      needs.map(needText).join(', ') || 'nothing can speak to it yet',
    ])
    return `### ${name}\n\n${source}\n\n${table(['item', 'title', 'what speaks to it'], rows)}`
  })
  return new Map([[PAGE, `${page.slice(0, from)}${FROM}\n${tables.join('\n\n')}\n\n${page.slice(to)}`]])
}
