import { realpathSync } from 'node:fs'
import { basename, join } from 'node:path'

/** Where what mettle brings lies in a container. Nothing of it is written to. */
const OWN = '/run/mettle'
/** Where the socket is that listening sockets are handed out through. Nothing is there once the program begins. */
export const DOORS = `${OWN}/doors`

/** Node as a container runs it that has none: this machine's own, by the loader and the libraries that it has here. */
export interface NodeWithin {
  /** Files of this machine by where they are in the container. */
  files: Readonly<Record<string, string>>
  /** What starts it: its arguments follow. */
  argv: readonly string[]
}

let known: NodeWithin | undefined

/** @throws {Error} this process does not tell what it was loaded with. */
export function nodeWithin(): NodeWithin {
  known ??= find()
  return known
}

function find(): NodeWithin {
  const libraries = loaded().filter((path) => path.startsWith('/') && /\.so(\.|$)/.test(path))
  const loader = libraries.find((path) => /^ld[-.]/.test(basename(path)))
  if (loader === undefined) throw new Error('Failed to find the loader of Node: no library of its process is one.')
  const [node, folder] = [join(OWN, 'node'), join(OWN, 'lib')]
  const files = libraries.map((path) => [join(folder, basename(path)), realpathSync(path)] as const)
  return {
    files: { ...Object.fromEntries(files), [node]: process.execPath },
    argv: [join(folder, basename(loader)), '--library-path', folder, node, '--no-warnings'],
  }
}

interface Report {
  excludeNetwork?: boolean
  getReport(): object
}

/** The files that the system loaded for this process, by the names that they were asked for. */
function loaded(): string[] {
  const report: Report = process.report
  const { excludeNetwork = false } = report
  // It would look names up.
  report.excludeNetwork = true
  const { sharedObjects = [] } = report.getReport() as { sharedObjects?: string[] }
  report.excludeNetwork = excludeNetwork
  return sharedObjects
}

/** What is said of this machine, and not of an image. */
const OF_MACHINE = ['PATH', 'HOME', 'USER', 'LOGNAME', 'SHELL', 'LD_LIBRARY_PATH', 'TSX_TSCONFIG_PATH']

/** The variables that are an agent's in a container, beside its image's: those that it would have here, without what this machine's say of it. */
export function environmentWithin(env: Readonly<Record<string, string>>): Record<string, string> {
  const own = Object.entries(env).filter(([name, value]) => !(OF_MACHINE.includes(name) && value === process.env[name]))
  return Object.fromEntries(own)
}
