import { tmpdir } from 'node:os'
import type { Mount } from '../../../scenario/agent-source.ts'
import { maskedIn, type Placed } from '../bubblewrap/shown.ts'
import { DOORS, nodeWithin } from './within.ts'

/** What a container is to show of this machine. */
export interface Shown {
  cwd: string
  /** The folder of the project. */
  root: string
  mounts: readonly Mount[]
  /** The trial's own folder, to write to. */
  tmp: string
  /** The folder with the socket that listening sockets come out by. */
  doors: string
  /** What is never shown, whatever it lies in: the folder of the run. */
  hidden: readonly string[]
}

/** The home of a container's user. */
export const HOME = '/home/agent'
/** What may be written to, in memory. */
const EMPTY = ['/tmp', '/var/tmp', HOME]

/**
 * The files of a container beside its image's, as arguments of Docker: what lies deeper is put behind what it lies in by Docker itself.
 * @param memory How much a folder in memory may hold, in bytes.
 */
export function shownArguments({ cwd, root, mounts, tmp, doors, hidden }: Shown, memory: number): string[] {
  const project: Placed[] = [...new Set([root, cwd])].map((path) => ({ target: path, source: path }))
  const shown = [...project, ...mounts]
  const own: Placed[] = [
    ...Object.entries(nodeWithin().files).map(([target, source]) => ({ target, source })),
    { target: DOORS, source: doors },
  ]
  const empty = EMPTY.map((target) => ({ target }))
  // Of two for one place the later one is meant.
  const all = [
    ...empty,
    ...shown,
    ...maskedIn(shown, [...hidden, tmpdir()]),
    { target: tmp, source: tmp, writable: true },
  ]
  const placed = new Map([...all, ...own].map((one) => [one.target, one]))
  return [...placed.values()].flatMap((one) => place(one, memory))
}

function place({ target, source, writable = false }: Placed, memory: number): string[] {
  if (source === undefined && EMPTY.includes(target)) {
    return ['--tmpfs', `${target}:rw,exec,nosuid,nodev,mode=1777,size=${memory}`]
  }
  if (source === undefined) return mount({ type: 'tmpfs', target, 'tmpfs-size': String(memory), 'tmpfs-mode': '1777' })
  // What is mounted in it would not be read-only with it: it is not shown.
  const how = writable ? {} : { readonly: 'true' }
  return mount({ type: 'bind', source, target, ...how, 'bind-nonrecursive': 'true' })
}

/** A line of CSV: names of files may hold what separates. */
function mount(fields: Readonly<Record<string, string>>): string[] {
  const words = Object.entries(fields).map(([name, value]) => `"${`${name}=${value}`.replaceAll('"', '""')}"`)
  return ['--mount', words.join(',')]
}
