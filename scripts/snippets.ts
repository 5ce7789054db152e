import { globSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'

/** `<!-- code: path -->` or `<!-- code: path#name -->`, and the fence behind it. */
const SNIPPET = /(<!-- code: ([^\s#]+)(?:#(\S+))? -->\n)```[^\n]*\n[\s\S]*?^```$/gm

/** The comment alone. Without its fence the page shows nothing there. */
const COMMENT = /^<!-- code: \S+ -->\n(?!```)/m

/** Pages of the documentation. Their code is cut from files that are compiled, run and tested. */
export const pages = (root: string): string[] =>
  ['README.md', 'CONTRIBUTING.md', 'SECURITY.md', ...globSync('docs/**/*.md', { cwd: root })].sort()

/** Every page with a snippet, its snippets as the files are now. */
export function snippets(root: string): Map<string, string> {
  const texts = pages(root).map((page) => [page, readFileSync(join(root, page), 'utf8')] as const)
  return new Map(
    texts
      .filter(([, text]) => text.match(SNIPPET) || COMMENT.test(text))
      .map(([page, text]) => [page, fill(root, page, text)]),
  )
}

function fill(root: string, page: string, text: string): string {
  const [bare] = COMMENT.exec(text) ?? []
  if (bare) throw new Error(`${page} has no fence behind ${bare.trim()}: write an empty one, it is filled.`)
  return text.replace(SNIPPET, (_, comment: string, path: string, name?: string) => {
    const code = cut(readFileSync(join(root, path), 'utf8').trimEnd(), name)
    if (code === undefined) throw new Error(`${page} shows "${name}" of ${path}, which is not there.`)
    return `${comment}\`\`\`${extname(path).slice(1)}\n${code}\n\`\`\``
  })
}

/** A declaration at the top of a file, with the comment above it. The whole file where no name is given. */
export function cut(source: string, name?: string): string | undefined {
  if (name === undefined) return source
  const lines = source.split('\n')
  const at = lines.findIndex((line) =>
    new RegExp(`^(export )?(async )?(function|const|class|interface|type) ${name}\\b`).test(line),
  )
  if (at < 0) return undefined
  const end = lines.findIndex(
    (line, index) => index >= at && (/^[})\]]/.test(line) || (index === at && !/[{([]$/.test(line))),
  )
  let start = at
  while (/^(\/\*\*| \*|\/\/)/.test(lines[start - 1] ?? '')) start--
  return lines.slice(start, end + 1).join('\n')
}
