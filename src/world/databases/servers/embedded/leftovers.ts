import { execFileSync } from 'node:child_process'
import { lstatSync, readdirSync, readFileSync, readlinkSync, statSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { systemClock } from '../../../../kernel/clock.ts'
import type { Leftover, LeftoverKind } from '../../../../kernel/leftover.ts'
import { isOwnerDead } from '../../../../kernel/owner.ts'
import { sendSignal } from '../../../../kernel/send-signal.ts'
import { knownRuns } from './cache-folder.ts'
import { removeAs } from './cluster.ts'
import { NOTE, type RunNote, SOCKETS } from './run-folder.ts'
import { type ServerUser, serverUser } from './server-user.ts'

const END_LIMIT_MS = 5_000
/** A folder is signed at once when it was made. */
const FORGOTTEN_MS = 3_600_000

/** Servers, and their folders, of runs whose owner died without. The guardian of each has mostly ended it before. */
export const embeddedServers: LeftoverKind = {
  name: 'embedded PostgreSQL',
  find: () => {
    const user = serverUser()
    return knownRuns().flatMap((runs) => readdirSync(runs).flatMap((name) => leftAt(join(runs, name), user)))
  },
}

function leftAt(path: string, user: ServerUser): Leftover[] {
  const note = readNote(path)
  if (note ? !isOwnerDead(note.owner) : !isForgotten(path)) return []
  return [{ place: path, owner: note?.owner ?? '', remove: () => removeDeadRun(path, note, user) }]
}

async function removeDeadRun(path: string, note: RunNote | undefined, user: ServerUser): Promise<void> {
  await endServer(join(path, 'data'))
  for (const entry of readdirSync(path)) {
    if (lstatSync(join(path, entry)).isDirectory()) await removeAs(user, join(path, entry))
  }
  if (note && basename(note.sockets).startsWith(SOCKETS)) await removeAs(user, note.sockets)
  await rm(path, { recursive: true, force: true })
}

function readNote(path: string): RunNote | undefined {
  try {
    return JSON.parse(readFileSync(join(path, NOTE), 'utf8')) as RunNote
  } catch {
    return undefined
  }
}

/** Its owner died before it could sign. */
function isForgotten(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && systemClock().now() - found.mtimeMs > FORGOTTEN_MS
}

/** A pid alone proves nothing: a server works in its data folder. */
async function endServer(data: string): Promise<void> {
  const pid = serverOf(data)
  if (pid === undefined) return
  sendSignal(pid, 'SIGQUIT')
  const deadline = performance.now() + END_LIMIT_MS
  while (serverOf(data) === pid && performance.now() < deadline) await sleep(10)
  if (serverOf(data) === pid) sendSignal(pid, 'SIGKILL')
}

function serverOf(data: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0])
    return worksIn(pid, data) ? pid : undefined
  } catch {
    return undefined
  }
}

/** Is it a server of this data folder? Linux shows where it works; elsewhere `ps` shows what it was started with. */
export function worksIn(pid: number, data: string, platform = process.platform): boolean {
  if (platform === 'linux') return readlinkSync(`/proc/${pid}/cwd`) === data
  const line = execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' })
  return line.includes(` -D ${data} `)
}
