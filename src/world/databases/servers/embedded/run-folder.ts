import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownerMark } from '../../../../kernel/owner.ts'
import { type CacheFolder, makeFolder } from './cache-folder.ts'
import type { ServerUser } from './server-user.ts'

/** What one run has of its own. */
export interface RunFolder {
  path: string
  /** The server's. */
  data: string
  /** Where the server's socket lies: in a short path, and reachable for the server's user and this one alone. */
  sockets: string
  log: string
}

/** What a run's folder says about itself, for whoever cleans up after a dead one. */
export interface RunNote {
  owner: string
  sockets: string
}

/** The file of a run's folder with its note. */
export const NOTE = 'run.json'
/** How the folders for sockets begin. */
export const SOCKETS = 'mettle-'
/** A socket's path has at most 107 bytes, `/.s.PGSQL.5432` and six random letters among them. */
const LONGEST_FOLDER = 80

export function makeRunFolder(cache: CacheFolder, runId: string, user: ServerUser): RunFolder {
  const path = join(cache.runs, runId)
  makeFolder(path, user)
  const sockets = mkdtempSync(join(shortFolder(user), SOCKETS))
  const note: RunNote = { owner: ownerMark(), sockets }
  writeFileSync(join(path, NOTE), JSON.stringify(note))
  give(sockets, user)
  return { path, data: join(path, 'data'), sockets, log: join(path, 'log') }
}

/** The end of a server that failed to start has taken it along: makes it again, unless somebody else has meanwhile. */
export function makeSocketFolder({ sockets }: RunFolder, user: ServerUser): void {
  if (existsSync(sockets)) return
  mkdirSync(sockets, { mode: 0o700 })
  give(sockets, user)
}

/** The server has removed what is its own by then. */
export async function removeRunFolder({ path }: RunFolder): Promise<void> {
  await rm(path, { recursive: true, force: true })
}

/** An empty folder that is the server's. */
export function makeServerFolder(path: string, user: ServerUser): void {
  makeFolder(path, user)
  give(path, user)
}

function give(path: string, { uid, gid }: ServerUser): void {
  chmodSync(path, 0o700)
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
}

/** As another user the server cannot get to this user's own temporary folder. */
function shortFolder({ uid }: ServerUser): string {
  return uid === undefined && Buffer.byteLength(tmpdir()) <= LONGEST_FOLDER ? tmpdir() : '/tmp'
}
