import { registerHooks } from 'node:module'
import { fileURLToPath } from 'node:url'

/** Which file imports which: pairs of absolute paths. Plain JSON: processes tell each other. */
export type Imports = readonly (readonly [importer: string, imported: string])[]

let graph: Map<string, Set<string>> | undefined
let untold: [string, string][] = []

/** From here on it is noted which file of the project imports which, in this process. What is installed is left out. */
export function noteImports(): void {
  if (graph) return
  graph = new Map()
  registerHooks({
    resolve: (specifier, context, next) => {
      const found = next(specifier, context)
      noteImport(pathOf(context.parentURL), pathOf(found.url))
      return found
    },
  })
}

/** Are imports noted in this process? */
export function importsAreNoted(): boolean {
  return graph !== undefined
}

/** Notes one that goes by another way than a module's own import. */
export function noteImport(importer: string | undefined, imported: string | undefined): void {
  if (!graph || importer === undefined || imported === undefined) return
  const known = graph.get(importer)
  if (known?.has(imported)) return
  if (known) known.add(imported)
  else graph.set(importer, new Set([imported]))
  untold.push([importer, imported])
}

/** What was noted since this was last asked. */
export function takeImports(): Imports {
  const taken = untold
  untold = []
  return taken
}

/** A file and all that it brings with it, through any number of imports. */
export function closureOf(file: string): Set<string> {
  const closure = new Set([file])
  for (const one of closure) for (const imported of graph?.get(one) ?? []) closure.add(imported)
  return closure
}

/** Loaders put a query behind the path. */
function pathOf(url: string | undefined): string | undefined {
  if (!url?.startsWith('file:') || url.includes('/node_modules/')) return undefined
  return fileURLToPath(url.replace(/[?#].*/, ''))
}
