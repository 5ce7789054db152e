import type { Node, SourceFile } from 'typescript/unstable/ast'
import { API } from 'typescript/unstable/sync'

const PROJECT = JSON.stringify({ compilerOptions: { noLib: true, noResolve: true, types: [] }, files: ['source.ts'] })

/** Texts by path: the compiler sees these files and no others. */
const files = new Map<string, string>()
let compiler: API | undefined

/** A source text as the compiler reads it. Nothing that it imports is looked at. */
export function parse(text: string): SourceFile {
  const folder = `/${files.size}`
  files.set(`${folder}/source.ts`, text).set(`${folder}/tsconfig.json`, PROJECT)
  compiler ??= new API({
    cwd: '/',
    fs: {
      readFile: (path) => files.get(path) ?? null,
      fileExists: (path) => files.has(path),
      directoryExists: (path) => [...files.keys()].some((file) => file.startsWith(`${path}/`)),
    },
  })
  const config = `${folder}/tsconfig.json`
  const source = compiler
    .updateSnapshot({ openProjects: [config] })
    .getProject(config)
    ?.program.getSourceFile(`${folder}/source.ts`)
  if (!source) throw new Error('The compiler did not read a source text.')
  return source
}

/** Does a statement begin with `export`? */
export function isExported(statement: Node): boolean {
  return statement.getText().startsWith('export ')
}

/** The comment above a declaration, without its stars, its lines as they are. Undefined where there is none. */
export function commentAbove({ jsDoc }: Node): string | undefined {
  return jsDoc
    ?.at(-1)
    ?.getText()
    .replace(/^\/\*\*|\*\/$/g, '')
    .replace(/^[ \t]*\*+ ?/gm, '')
}
