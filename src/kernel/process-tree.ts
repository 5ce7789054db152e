import { ownPid } from './own-pid.ts'
import { listProcesses, type ProcessEntry } from './processes.ts'
import { sendSignal } from './send-signal.ts'

/** All that came of one program: it, its children, and what left its group and its parents. */
export interface ProcessTree {
  /** What it holds of the machine's memory, in bytes, and how many processes it is. */
  measure(): Promise<{ memory: number; count: number }>
  /** Did the system end one of its processes for want of memory? Absent: nobody knows. */
  overMemory?(): boolean
  /** Ends all of it. What was still running, by name; those that would not end are named `'... would not end'`. */
  end(): Promise<string[]>
}

// Held before agent code loads: where it stops time, an end does not wait for it.
const realSetTimeout = setTimeout
const sleep = (ms: number) => new Promise<void>((resolve) => realSetTimeout(resolve, ms))

/** So often it is ended: what forks faster than it is found needs a tier that holds it. */
const ROUNDS = 200
const BETWEEN_MS = 10

/**
 * @param pid The first process. It leads a group of its own.
 * @param marker A text in its environment that is in no other: it finds those whose parents are gone.
 */
export function processTree(pid: number, marker: string): ProcessTree {
  /** Seen as part of it: one that leaves its parents after that is known. */
  const known = new Set<string>()
  const members = async () => {
    const all = await listProcesses()
    const found = membersOf(all, pid, marker, known)
    for (const one of found) known.add(keyOf(one))
    return found
  }
  return {
    measure: async () => {
      const found = await members()
      return { memory: found.reduce((sum, { memory }) => sum + memory, 0), count: found.length }
    },
    end: async () => {
      const first = await members()
      let left = first
      for (let round = 0; left.length > 0 && round < ROUNDS; round++) {
        sendSignal(-pid, 'SIGKILL')
        for (const one of left) sendSignal(one.pid, 'SIGKILL')
        await sleep(round === 0 ? 1 : BETWEEN_MS)
        left = await members()
      }
      const names = first.filter((one) => one.pid !== pid).map(({ name }) => name)
      return [...names, ...left.map(({ name }) => `${name} would not end`)]
    },
  }
}

function membersOf(
  all: readonly ProcessEntry[],
  pid: number,
  marker: string,
  known: ReadonlySet<string>,
): ProcessEntry[] {
  const children = Map.groupBy(all, ({ parent }) => parent)
  const found = new Map<number, ProcessEntry>()
  const add = (one: ProcessEntry) => {
    if (found.has(one.pid)) return
    found.set(one.pid, one)
    for (const child of children.get(one.pid) ?? []) add(child)
  }
  for (const one of all) {
    const its = one.pid === pid || one.group === pid || one.session === pid || known.has(keyOf(one))
    if (its || (one.pid !== ownPid && one.environment().includes(marker))) add(one)
  }
  return [...found.values()]
}

function keyOf({ pid, startedAt }: ProcessEntry): string {
  return `${pid} ${startedAt}`
}
