import { accessSync, constants, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Leftover, LeftoverKind } from '../../../kernel/leftover.ts'
import { isOwnerDead, ownerTag, TAG } from '../../../kernel/owner.ts'

/** Where this process may make control groups, and in which version of them. */
export interface CgroupPlace {
  version: 1 | 2
  /** Folders to make one in, by what they limit; the same one in version 2. */
  memory: string
  pids: string
}

/** A control group of one trial. */
export interface Cgroup {
  /** Files that a process writes 0 into to be in it. */
  readonly entries: readonly string[]
  /** Was a process in it ended for want of memory? */
  overMemory(): boolean
  /** Once no process is in it. */
  close(): void
}

/** Undefined where this process may make none. */
export function findCgroups(): CgroupPlace | undefined {
  const mounts = readLines('/proc/self/mountinfo').map(readMount)
  const own = readLines('/proc/self/cgroup').map((line) => line.split(':'))
  const v2 = mounts.find(({ type }) => type === 'cgroup2')
  const pathIn = (controller: string) => own.find(([, names = '']) => names.split(',').includes(controller))?.[2] ?? '/'
  if (v2) {
    const place = upTo(v2.place, join(v2.place, pathIn(''))).find(delegates)
    if (place) return { version: 2, memory: place, pids: place }
  }
  const of = (controller: string) => {
    const mount = mounts.find(({ type, options }) => type === 'cgroup' && options.includes(controller))
    return mount && [join(mount.place, pathIn(controller)), mount.place].find(mayMake)
  }
  const [memory, pids] = [of('memory'), of('pids')]
  return memory !== undefined && pids !== undefined ? { version: 1, memory, pids } : undefined
}

let made = 0

/** @throws {Error} of node:fs: it cannot be made. */
export function makeCgroup({ version, memory, pids }: CgroupPlace, memoryBytes: number, processes: number): Cgroup {
  const name = nextName()
  const [inMemory, inPids] = [join(memory, name), join(pids, name)]
  const folders = [...new Set([inMemory, inPids])]
  for (const folder of folders) mkdirSync(folder)
  writeFileSync(join(inPids, 'pids.max'), String(processes))
  writeFileSync(join(inMemory, version === 2 ? 'memory.max' : 'memory.limit_in_bytes'), String(memoryBytes))
  // Not every kernel counts what is swapped.
  const swap = version === 2 ? ['memory.swap.max', '0'] : ['memory.memsw.limit_in_bytes', String(memoryBytes)]
  attempt(() => writeFileSync(join(inMemory, swap[0] ?? ''), swap[1] ?? ''))
  const events = join(inMemory, version === 2 ? 'memory.events' : 'memory.oom_control')
  return {
    entries: folders.map((folder) => join(folder, 'cgroup.procs')),
    overMemory: () => readLines(events).some((line) => /^oom_kill [1-9]/.test(line)),
    close: () => {
      for (const folder of folders) attempt(() => rmdirSync(folder))
    },
  }
}

/** Control groups of processes that were killed. One in which a process is left cannot be removed. */
export const controlGroups: LeftoverKind = {
  name: 'control group',
  find: () => {
    const { memory, pids } = findCgroups() ?? {}
    return [...new Set([memory, pids])].flatMap((folder) => (folder === undefined ? [] : leftIn(folder)))
  },
}

function leftIn(folder: string): Leftover[] {
  return readdirSync(folder).flatMap((name) => {
    const [, owner] = NAME.exec(name) ?? []
    if (owner === undefined || !isOwnerDead(owner)) return []
    const place = join(folder, name)
    return [{ place, owner, remove: () => removeGroup(place) }]
  })
}

function removeGroup(place: string): void {
  try {
    rmdirSync(place)
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code !== 'ENOENT') throw thrown
  }
}

const NAME = new RegExp(`^mettle-(${TAG})-\\d+$`)

function nextName(): string {
  return `mettle-${ownerTag()}-${++made}`
}

/** '35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory' */
function readMount(line: string) {
  const [before = '', after = ''] = line.split(' - ')
  const [type, , options = ''] = after.split(' ')
  return { type, place: before.split(' ')[4] ?? '', options: options.split(',') }
}

/** Version 2: what is made in it has these limits, and processes of this one's may be moved there. */
function delegates(folder: string): boolean {
  const [given = ''] = readLines(join(folder, 'cgroup.subtree_control'))
  const names = given.split(' ')
  return names.includes('memory') && names.includes('pids') && mayMake(folder)
}

function mayMake(folder: string): boolean {
  const trial = join(folder, nextName())
  return attempt(() => {
    accessSync(join(folder, 'cgroup.procs'), constants.W_OK)
    mkdirSync(trial)
    rmdirSync(trial)
  })
}

/** A folder and those that it lies in, up to the highest. */
function upTo(highest: string, folder: string): string[] {
  return folder.length <= highest.length ? [highest] : [folder, ...upTo(highest, dirname(folder))]
}

function attempt(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}

function readLines(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').trim().split('\n')
  } catch {
    return []
  }
}
