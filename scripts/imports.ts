/** One import of a file, whatever its form. */
export interface Import {
  /** As written: './seam.ts', 'msw'. */
  specifier: string
  /** 'static' runs when the file loads, 'dynamic' when it is reached, 'type' never. */
  kind: 'static' | 'dynamic' | 'type'
  /** From 1. */
  line: number
}

const statement =
  /^(?:import|export)\b(?<type>\s+type\b(?!\s*,))?(?<names>[\s\w$*{},]*?\bfrom)?\s*'(?<specifier>[^']*)'/gm
const expression = /(?<before>\btypeof\s+|[:|&<]\s*)?\bimport\(\s*'(?<specifier>[^']*)'/g

/** Imports, type imports, re-exports and `import('...')` of a source text in house format. Comments and templates are left out. */
export function readImports(source: string): Import[] {
  const text = blank(source)
  return [...found(text, statement, statementKind), ...found(text, expression, expressionKind)]
}

type Groups = Record<string, string | undefined>

function found(text: string, pattern: RegExp, kindOf: (groups: Groups) => Import['kind']): Import[] {
  return [...text.matchAll(pattern)].map((match) => {
    const groups: Groups = match.groups ?? {}
    return {
      specifier: groups.specifier ?? '',
      kind: kindOf(groups),
      line: text.slice(0, match.index).split('\n').length,
    }
  })
}

/** `import { type A, type B } from` loads the file for its side effects only under verbatim syntax: it counts as static. */
function statementKind({ type }: Groups): Import['kind'] {
  return type ? 'type' : 'static'
}

function expressionKind({ before }: Groups): Import['kind'] {
  return before ? 'type' : 'dynamic'
}

const token =
  /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`|(?<=[(,=:[!&|?{};>\n]\s*|\breturn\s+)\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/g

/** Comments, templates and regular expressions as spaces, so that nothing in them looks like an import. Lines stay. */
function blank(source: string): string {
  return source.replace(token, (part) => (/^['"]/.test(part) ? part : part.replace(/[^\n]/g, ' ')))
}
