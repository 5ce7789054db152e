import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { historyTable, laws, searchGuard } from '../src/testing/index.ts'

/** The comment, and the fence behind it. */
const HISTORIES = /(<!-- histories: naive -->\n)```[^\n]*\n[\s\S]*?^```$/gm

const PAGES = ['README.md', 'docs/test-guard.md']

/** Pages that show the shortest histories in which the naive controller breaks its budget, as `testGuard` prints them. */
export async function guardHistories(root: string, before: ReadonlyMap<string, string>): Promise<Map<string, string>> {
  const { naive } = await import('../examples/test-guard/adapters.ts')
  const { failures } = await searchGuard(naive, laws.budget({ cap: 10 }), { random: 0 })
  const tables = failures.map(historyTable).join('\n\n')
  return new Map(
    PAGES.map((path) => {
      const text = before.get(path) ?? readFileSync(join(root, path), 'utf8')
      return [path, text.replace(HISTORIES, (_, comment: string) => `${comment}\`\`\`\n${tables}\n\`\`\``)]
    }),
  )
}
