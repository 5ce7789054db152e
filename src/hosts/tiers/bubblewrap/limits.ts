import { release } from 'node:os'
import { type Cgroup, type CgroupPlace, findCgroups, makeCgroup } from './cgroups.ts'

/** How many processes and threads an agent may have at once. */
const PROCESSES = 1_024
/** The first version of Linux that counts the processes of a user in each sandbox apart. */
const COUNTS_APART = [5, 14] as const

/** How this machine limits what is in a sandbox. */
export interface Limits {
  /** For people. */
  told: string
  /** Undefined: there are no control groups for this process. */
  cgroups: CgroupPlace | undefined
  /** What a shell in the sandbox says first. Empty for nothing. */
  within: string
}

let known: Limits | undefined

export function limitsHere(): Limits {
  known ??= find()
  return known
}

function find(): Limits {
  const cgroups = findCgroups()
  if (cgroups) {
    const told = `memory and ${PROCESSES} processes are limited by control groups (version ${cgroups.version})`
    return { told, cgroups, within: '' }
  }
  const watched = 'no control group can be made here: memory is watched'
  if (process.getuid?.() === 0 || !countsApart()) {
    return { told: `${watched}, the number of processes is not limited`, cgroups, within: '' }
  }
  // Shells differ in what the option is called.
  const within = `ulimit -p ${PROCESSES} 2>/dev/null || ulimit -u ${PROCESSES}`
  return { told: `${watched}, ${PROCESSES} processes are limited by RLIMIT_NPROC`, cgroups, within }
}

function countsApart(): boolean {
  const [major = 0, minor = 0] = release().split('.').map(Number)
  return major > COUNTS_APART[0] || (major === COUNTS_APART[0] && minor >= COUNTS_APART[1])
}

/** Undefined where there are no control groups. @throws {Error} of node:fs. */
export function openLimits(memoryBytes: number): Cgroup | undefined {
  const { cgroups } = limitsHere()
  return cgroups && makeCgroup(cgroups, memoryBytes, PROCESSES)
}
