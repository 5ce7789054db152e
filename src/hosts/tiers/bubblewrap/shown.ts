import { existsSync, readdirSync, realpathSync, statSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { ownCode } from '../../../kernel/own-files.ts'
import type { Mount, ProgramSource } from '../../../scenario/agent-source.ts'
import { programFolders } from './programs.ts'
import { isOfSystem } from './system.ts'
import { isWithin } from './within.ts'

/** What a sandbox is to show. */
export interface Wanted {
  /** The program that is started, as it is named, and the path that it is looked for in. */
  file: string
  path: string
  cwd: string
  /** The folder of the project. */
  root: string
  mounts: readonly Mount[]
  /** What is its own, whatever hides it: the trial's folder, to write to. */
  own: readonly Mount[]
  /** What is never shown, whatever it lies in: the folder of the run. */
  hidden: readonly string[]
}

/** A folder of a sandbox that is empty at first and in memory; else one of this machine. */
export interface Placed {
  target: string
  source?: string
  writable?: boolean
}

/** What nobody may see beside the home: who shows a folder that holds it would show it. */
const NEVER = ['/proc', '/sys', '/dev', '/run', '/var/run', '/tmp']

/**
 * The files of a sandbox beside the system's, as arguments of bubblewrap, what lies deeper behind what it lies in.
 * @param memory How much a folder in memory may hold, in bytes.
 */
export function shownArguments(wanted: Wanted, memory: number): string[] {
  const { root, cwd, mounts, own: lent, hidden } = wanted
  // The tools' door over pipes is a program of mettle's.
  const own = [...ownCode(), dirname(process.execPath)]
  const shown: Placed[] = [
    ...[
      ...programFolders(wanted.file, wanted.path, cwd),
      ...[root, cwd, ...own].flatMap(modulesAbove),
      ...own,
      root,
      cwd,
    ]
      .filter((path) => !isOfSystem(path) && heldBy(path) === undefined)
      .map((path) => ({ target: path, source: path })),
    ...mounts,
  ]
  const empty = ['/tmp', '/var/tmp', '/run', homedir()].map((target) => ({ target }))
  // Of two for one place the later one is meant.
  const all = [...empty, ...shown, ...maskedIn(shown, [...hidden, tmpdir()]), ...lent]
  const placed = new Map(all.map((one) => [one.target, one]))
  return [...placed.values()].sort((a, b) => depth(a.target) - depth(b.target)).flatMap((one) => place(one, memory))
}

function place({ target, source, writable = false }: Placed, memory: number): string[] {
  if (source === undefined) return ['--size', String(memory), '--tmpfs', target]
  return [writable ? '--bind' : '--ro-bind', source, target]
}

function depth(path: string): number {
  return path.split('/').length
}

/** The packages of a project that shares them with others lie above it. */
function modulesAbove(folder: string): string[] {
  const parent = dirname(folder)
  if (parent === folder) return []
  const modules = join(parent, 'node_modules')
  return [...(existsSync(modules) ? [modules] : []), ...modulesAbove(parent)]
}

/** A mask wherever something that is hidden would be seen: a folder that is empty, a file with nothing in it. */
export function maskedIn(shown: readonly Placed[], hidden: readonly string[]): Placed[] {
  return shown.flatMap(({ source, target }) =>
    hidden.flatMap((path) => {
      if (source === undefined || !isWithin(path, source) || path === source) return []
      const place = { target: join(target, relative(source, path)) }
      return [isFile(path) ? { ...place, source: '/dev/null' } : place]
    }),
  )
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false
}

/** The folders of runs that lie in one place or in a folder there: this one, those before it, and those of other commands. */
export function runFoldersBeside(folder: string | undefined): string[] {
  if (folder === undefined) return []
  const place = dirname(folder)
  const others = foldersIn(place).flatMap((one) => [one, ...(isRun(one) ? [] : foldersIn(one))])
  return [folder, ...others.filter((one) => one !== folder && isRun(one))]
}

function isRun(folder: string): boolean {
  return existsSync(join(folder, 'run.json'))
}

/** Nothing where they are nobody's to read. */
function foldersIn(place: string): string[] {
  try {
    const entries = readdirSync(place, { withFileTypes: true })
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => join(place, name))
  } catch {
    return []
  }
}

/** Why what is asked for cannot be shown, and what to do about it: a sentence. Undefined: it can. */
export function unshowable({
  root,
  cwd,
  mounts = [],
}: Pick<ProgramSource, 'root' | 'cwd' | 'mounts'>): string | undefined {
  for (const folder of [root ?? cwd, cwd]) {
    const held = heldBy(folder)
    if (held)
      return `The project's folder ${folder} holds ${held}, which nobody may see. Move it to a folder of its own.`
  }
  for (const { source } of mounts) {
    const held = heldBy(source)
    if (held) return `The mount ${source} holds ${held}, which nobody may see. Mount a folder in it.`
  }
  return undefined
}

function heldBy(folder: string): string | undefined {
  return [homedir(), ...NEVER].find((path) => isWithin(real(path), real(folder)))
}

function real(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}
