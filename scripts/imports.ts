import { parseSync, Visitor } from 'oxc-parser'

/** One import of a file, whatever its form. */
export interface Import {
  /** As written: './seam.ts', 'msw'. */
  specifier: string
  /** 'static' runs when the file loads, 'dynamic' when it is reached, 'type' never. */
  kind: 'static' | 'dynamic' | 'type'
  /** From 1. */
  line: number
}

/**
 * Imports, type imports, re-exports and `import('...')` of TypeScript, in the order of the text. `import { type A } from`
 * loads the file for its side effects: it is static.
 * @throws {Error} the text does not parse
 */
export function readImports(source: string): Import[] {
  const { program, errors } = parseSync('source.ts', source)
  const [error] = errors
  if (error) throw new Error(`Failed to read imports: ${error.message}`)
  const found: Import[] = []
  const note = (kind: Import['kind'], { start, source: from }: Importing) => {
    if (from?.type !== 'Literal' || typeof from.value !== 'string') return
    found.push({ specifier: from.value, kind, line: source.slice(0, start).split('\n').length })
  }
  new Visitor({
    ImportDeclaration: (node) => note(node.importKind === 'type' ? 'type' : 'static', node),
    ExportNamedDeclaration: (node) => note(node.exportKind === 'type' ? 'type' : 'static', node),
    ExportAllDeclaration: (node) => note(node.exportKind === 'type' ? 'type' : 'static', node),
    ImportExpression: (node) => note('dynamic', node),
    TSImportType: (node) => note('type', node),
  }).visit(program)
  return found
}

interface Importing {
  start: number
  source: { type: string; value?: unknown } | null
}
