import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { noteImport } from '../kernel/import-graph.ts'
import { suggest } from '../kernel/nearest.ts'
import { shortPath } from '../kernel/short-path.ts'
import { loadModule } from '../scenario/load.ts'

/** Whose words the parts of the user's own go by. */
interface Sought {
  /** 'reporter', as messages say it. */
  kind: string
  /** Where it is written down, as what stands before a message. */
  place: string
  /** Absolute folder that module paths are from. */
  root: string
  /** What one has that another value has not: 'render'. */
  method: string
}

/**
 * A part by its name, by the path of a module ('./reporters/slack.ts') whose default export it is, or as a value. A module may
 * export a function that makes it: it gets the options.
 * @throws {UsageError} there is none.
 */
export async function findPart<P extends { name: string }>(
  use: unknown,
  catalogue: Readonly<Record<string, P>>,
  sought: Sought,
  options?: unknown,
): Promise<P> {
  const { kind, place, root } = sought
  if (typeof use !== 'string') return mustBe<P>(use, sought, 'the value')
  if (Object.hasOwn(catalogue, use)) return catalogue[use] as P
  if (!isPath(use)) {
    const advice = `${suggest(use, Object.keys(catalogue))} One of your own is named by its path: "./${use}.ts".`
    throw new UsageError(`${place}there is no ${kind} "${use}".${advice}`)
  }
  const file = resolve(root, use)
  if (!existsSync(file))
    throw new UsageError(`${place}the ${kind} ${use} does not exist: there is no ${shortPath(file)}.`)
  noteImport(root, file)
  const { default: exported } = await loadModule(file)
  const made = typeof exported === 'function' ? await exported(options) : exported
  return mustBe<P>(made, sought, `the default export of ${use}`)
}

function isPath(use: string): boolean {
  return isAbsolute(use) || /^\.\.?\//.test(use)
}

function mustBe<P>(value: unknown, { kind, place, method }: Sought, what: string): P {
  const { name, [method]: does } = (value ?? {}) as Record<string, unknown>
  if (typeof name === 'string' && typeof does === 'function') return value as P
  throw new UsageError(
    `${place}${what} is no ${kind}: it needs a name and ${method}(). Define it with define${title(kind)}.`,
  )
}

function title(kind: string): string {
  return `${kind[0]?.toUpperCase()}${kind.slice(1)}`
}
