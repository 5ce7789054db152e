import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isCallExpression, isVariableStatement } from 'typescript/unstable/ast/is'
import { isExported, parse } from './syntax.ts'

/** A kind of part: where its files lie and what its catalogue is called. */
export interface Kind {
  /** Folder below src/ and test/, and the name of the catalogue: 'faults'. */
  folder: string
  /** The function that a part file calls: 'defineFault'. */
  define: string
  /** Folder of its pages below docs/. */
  pages: string
  /** What the catalogue is called, where that is not the folder: 'safeguardFaults'. */
  catalogue?: string
}

export const kinds: readonly Kind[] = [
  { folder: 'faults', define: 'defineFault', pages: 'faults' },
  { folder: 'faults/safeguards', define: 'defineFault', pages: 'faults/safeguards', catalogue: 'safeguardFaults' },
  { folder: 'guards', define: 'defineGuard', pages: 'guards' },
  { folder: 'scorers', define: 'defineScorer', pages: 'scorers' },
  { folder: 'alerts', define: 'defineSink', pages: 'alerts' },
  { folder: 'reports', define: 'defineReporter', pages: 'reporters' },
  { folder: 'channels', define: 'defineChannel', pages: 'channels' },
]

/** Names of the parts of a kind, sorted: every file that exports a part named like the file. */
export function partNames(root: string, kind: Kind): string[] {
  const folder = join(root, 'src', kind.folder)
  if (!existsSync(folder)) return []
  return readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
    .map((file) => file.slice(0, -'.ts'.length))
    .filter((name) => definesPart(readFileSync(join(folder, `${name}.ts`), 'utf8'), name, kind))
    .sort()
}

/** 'lost-reply' -> 'lostReply' */
export function camelCase(name: string): string {
  return name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function definesPart(text: string, name: string, { define }: Kind): boolean {
  if (!text.includes(define)) return false
  const exported = [...parse(text).statements].filter(isVariableStatement).filter(isExported)
  const all = exported.flatMap(({ declarationList }) => [...declarationList.declarations])
  return all.some(({ name: given, initializer }) => {
    const isCall = initializer !== undefined && isCallExpression(initializer)
    return isCall && given.getText() === camelCase(name) && initializer.expression.getText() === define
  })
}
