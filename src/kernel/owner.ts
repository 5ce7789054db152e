import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { uptime } from 'node:os'
import { systemClock } from './clock.ts'
import { ownPid } from './own-pid.ts'

/** How `ps` and others see a process apart from a later one with the same pid. */
const MARK = /^mettle owner=([a-z0-9.]{1,40}):([0-9]{1,10}):([0-9]{1,20})$/

/** Who started something that could be left behind, as a comment or a label: `mettle owner=<host>:<pid>:<start time>`. */
export function ownerMark(): string {
  return `mettle owner=${host()}:${ownPid}:${startTime(ownPid) ?? 0}`
}

/**
 * Is it certain that the owner ended? Only of a process on this machine, since its last start and among the processes that
 * can be seen from here; anything else, and any other text, is somebody's who may be alive.
 */
export function isOwnerDead(mark: string): boolean {
  const [, where, pid, started] = MARK.exec(mark) ?? []
  if (where === UNKNOWN || where !== host()) return false
  const now = startTime(Number(pid))
  return now === undefined || now !== Number(started)
}

/** Sixteen of [a-f0-9], the same from one start of the machine to the next. */
export function bootId(): string {
  knownBoot ??= createHash('sha256').update(readBootId()).digest('hex').slice(0, 16)
  return knownBoot
}

let knownBoot: string | undefined
let knownHost: string | undefined

/** A host that cannot see its processes: nobody there is known to be dead. */
const UNKNOWN = 'unknown'
/** The time of a start is known to within so many ms. */
const START_STEP_MS = 600_000

/** Containers of one machine share its start, not its pids. */
function host(): string {
  const namespace = pidNamespace()
  knownHost ??= namespace === undefined ? UNKNOWN : `${bootId()}.${namespace}`
  return knownHost
}

function readBootId(): string {
  try {
    if (process.platform === 'linux') return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
    return execFileSync('sysctl', ['-n', 'kern.bootsessionuuid'], { encoding: 'utf8' }).trim()
  } catch {
    return String(Math.round((systemClock().now() - uptime() * 1_000) / START_STEP_MS))
  }
}

/** Undefined: Linux without /proc. */
function pidNamespace(): string | undefined {
  if (process.platform !== 'linux') return '0'
  try {
    return readlinkSync('/proc/self/ns/pid').replace(/[^0-9]/g, '')
  } catch {
    return undefined
  }
}

/** In ticks since the machine's start; elsewhere than on Linux in ms since 1970. Undefined: there is no such process. */
function startTime(pid: number): number | undefined {
  try {
    if (process.platform !== 'linux') {
      return Date.parse(execFileSync('ps', ['-o', 'lstart=', '-p', `${pid}`], { encoding: 'utf8' }))
    }
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the program's name, which may hold blanks and parentheses. This is the 22nd.
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19])
  } catch {
    return undefined
  }
}
