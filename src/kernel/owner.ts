import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync, readlinkSync } from 'node:fs'
import { uptime } from 'node:os'
import { systemClock } from './clock.ts'
import { ownPid } from './own-pid.ts'

/** How `ps` and others see a process apart from a later one with the same pid. */
const MARK = /^mettle owner=([a-z0-9.]{1,40}):([0-9]{1,10}):([0-9]{1,20})$/

/** The same as a part of a name: `<digest of the host>.<pid>.<start time>`, the last two in base 36. */
export const TAG = '[a-z0-9]{9}\\.[a-z0-9]{1,6}\\.[a-z0-9]{1,13}'
const TAG_ALONE = new RegExp(`^${TAG}$`)

/** Who started something that could be left behind, as a comment or a label: `mettle owner=<host>:<pid>:<start time>`. */
export function ownerMark(): string {
  return `mettle owner=${host()}:${ownPid}:${ownStart()}`
}

/** Who started something, as a part of its name: what is named so was never there without its owner. */
export function ownerTag(): string {
  return `${hostDigest(host())}.${ownPid.toString(36)}.${ownStart().toString(36)}`
}

/** Who started something that was left behind, for people. */
export interface Owner {
  pid: number
  /** When that process began; undefined where nobody knows. */
  startedAt?: Date
}

/** @param told A mark or a tag. Undefined: it is neither. */
export function ownerIn(told: string): Owner | undefined {
  const read = readOwner(told)
  if (!read) return undefined
  const at = timeOf(read.started)
  return { pid: read.pid, ...(at && { startedAt: at }) }
}

/**
 * Is it certain that the owner ended? Only of a process on this machine, since its last start and among the processes that
 * can be seen from here; anything else, and any other text, is somebody's who may be alive.
 * @param told A mark or a tag.
 */
export function isOwnerDead(told: string): boolean {
  const read = readOwner(told)
  if (!read?.here) return false
  const now = startTime(read.pid)
  return now === undefined || now !== read.started
}

function readOwner(told: string): { here: boolean; pid: number; started: number } | undefined {
  const [, where, pid, started] = MARK.exec(told) ?? []
  const known = host() !== UNKNOWN
  if (where !== undefined) return { here: known && where === host(), pid: Number(pid), started: Number(started) }
  if (!TAG_ALONE.test(told)) return undefined
  const [digest, inTag = '', sinceTag = ''] = told.split('.')
  const here = known && digest === hostDigest(host())
  return { here, pid: Number.parseInt(inTag, 36), started: Number.parseInt(sinceTag, 36) }
}

function hostDigest(name: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(name).digest('hex').slice(0, 16)}`).toString(36)
  return digits.padStart(9, '0').slice(-9)
}

/** Sixteen of [a-f0-9], the same from one start of the machine to the next. */
export function bootId(): string {
  knownBoot ??= createHash('sha256').update(readBootId()).digest('hex').slice(0, 16)
  return knownBoot
}

let knownBoot: string | undefined
let knownStart: number | undefined

function ownStart(): number {
  knownStart ??= startTime(ownPid) ?? 0
  return knownStart
}

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
    // The second field is the program's name, which may hold blanks and parentheses. These are the third, 20th and 22nd.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    const [state, threads, started] = [fields[0], Number(fields[17]), Number(fields[19])]
    // One that has ended, and whose parent has not asked how.
    return (state === 'Z' || state === 'X') && threads <= 1 ? undefined : started
  } catch {
    return undefined
  }
}

/** Ticks in a second: the same on every Linux that Node runs on. */
const TICKS = 100

function timeOf(started: number): Date | undefined {
  if (process.platform !== 'linux') return new Date(started)
  try {
    const boot = /^btime (\d+)$/m.exec(readFileSync('/proc/stat', 'utf8'))?.[1]
    return boot === undefined ? undefined : new Date((Number(boot) + started / TICKS) * 1_000)
  } catch {
    return undefined
  }
}
