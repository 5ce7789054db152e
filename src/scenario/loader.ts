import { existsSync } from 'node:fs'
import { createRequire, registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageError } from '../kernel/errors.ts'

/** A loader of TypeScript that the project brings, and the project it is for. Plain JSON: processes tell each other. */
export interface Loader {
  /** Where its ways in are, as URLs: for `import`, and for `require`. */
  esm: string
  cjs: string
  root: string
}

/** What the ways in of tsx have in common. Called without a name, they serve every module of the process. */
interface WayIn {
  register(): () => unknown
}

const FLAG = '--loader='

let inUse: Loader | undefined
let leave: (() => unknown)[] = []
let atWork = 0

/** tsx, where the project has it installed. */
export function findLoader(root: string): Loader | undefined {
  const from = createRequire(join(root, 'package.json'))
  try {
    const [esm, cjs] = ['tsx/esm/api', 'tsx/cjs/api'].map((name) => pathToFileURL(from.resolve(name)).href)
    return esm !== undefined && cjs !== undefined ? { esm, cjs, root } : undefined
  } catch {
    return undefined
  }
}

/** @throws {UsageError} the project has none. */
export function mustFindLoader(root: string): Loader {
  const found = findLoader(root)
  if (found) return found
  throw new UsageError(`Failed to find tsx: it is not installed in ${root}. Run: npm install --save-dev tsx`)
}

/** Modules that load from here on are loaded by it: in this process once, and in those that are started with `loaderFlags()`. */
export async function useLoader(loader: Loader): Promise<void> {
  if (inUse) return
  inUse = loader
  await withTsconfigOf(loader.root, async () => {
    for (const way of [loader.cjs, loader.esm]) leave.push(((await import(way)) as WayIn).register())
  })
  // The last to be registered is the first to be asked: what the others do for it lies between these two.
  const hooks = registerHooks({
    resolve: (specifier, context, next) => working(() => next(specifier, context)),
    load: (url, context, next) => working(() => next(url, context)),
  })
  leave.push(() => hooks.deregister())
}

/** Modules that load from here on are loaded by Node. */
export async function leaveLoader(): Promise<void> {
  for (const undo of leave.reverse()) await undo()
  leave = []
  inUse = undefined
}

/** What a process of ours is told, so that it loads modules as this one does. Behind the path of its program. */
export function loaderFlags(): string[] {
  return inUse ? [`${FLAG}${JSON.stringify(inUse)}`] : []
}

/** In a process that was started with `loaderFlags()`: to be called before any module of the project loads. */
export async function useLoaderOfParent(): Promise<void> {
  const told = process.argv.find((arg) => arg.startsWith(FLAG))
  if (told !== undefined) await useLoader(JSON.parse(told.slice(FLAG.length)) as Loader)
}

/** Is a module being translated? Its compiler runs in a process of its own, which no agent has started. */
export function loaderIsAtWork(): boolean {
  return atWork > 0
}

function working<T>(load: () => T): T {
  atWork++
  try {
    return load()
  } finally {
    atWork--
  }
}

/** tsx looks in the current folder, which need not be the project's. */
async function withTsconfigOf(root: string, register: () => Promise<void>): Promise<void> {
  const said = process.env.TSX_TSCONFIG_PATH
  const own = join(root, 'tsconfig.json')
  if (said === undefined && existsSync(own)) process.env.TSX_TSCONFIG_PATH = own
  await register()
  if (said === undefined) delete process.env.TSX_TSCONFIG_PATH
}
