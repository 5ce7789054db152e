import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ownerMark } from '../../../../kernel/owner.ts'
import { makeTemporary } from '../../../../kernel/temporary.ts'
import { type CacheFolder, makeFolder } from './cache-folder.ts'
import type { ServerUser } from './server-user.ts'

/** What one run has of its own. */
export interface ServerFolder {
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
/** A socket's path has at most 103 bytes on macOS, 107 on Linux, `/.s.PGSQL.5432` and six random letters among them. */
const LONGEST_FOLDER = 75

export function makeRunFolder(cache: CacheFolder, runId: string, user: ServerUser): ServerFolder {
  const path = join(cache.runs, runId)
  makeFolder(path, user)
  const sockets = makeTemporary(SOCKETS, shortFolders(user))
  const note: RunNote = { owner: ownerMark(), sockets }
  writeFileSync(join(path, NOTE), JSON.stringify(note))
  give(sockets, user)
  return { path, data: join(path, 'data'), sockets, log: join(path, 'log') }
}

/** The end of a server that failed to start has taken it along: makes it again, unless somebody else has meanwhile. */
export function makeSocketFolder({ sockets }: ServerFolder, user: ServerUser): void {
  if (existsSync(sockets)) return
  mkdirSync(sockets, { mode: 0o700 })
  give(sockets, user)
}

/** How long the end of a server is waited for where nothing else may go on meanwhile, in ms. */
const LAST_LIMIT_MS = 5_000

/** Waits until a server that was let go has removed its data, and removes the rest: for the end of this process. */
export function removeAtOnce({ path, data, sockets }: ServerFolder): void {
  const pause = new Int32Array(new SharedArrayBuffer(4))
  const deadline = performance.now() + LAST_LIMIT_MS
  while (existsSync(data) && performance.now() < deadline) Atomics.wait(pause, 0, 0, 20)
  for (const folder of [sockets, path]) rmSync(folder, { recursive: true, force: true })
}

/** The server has removed what is its own by then. */
export async function removeRunFolder({ path }: ServerFolder): Promise<void> {
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
function shortFolders({ uid }: ServerUser): string[] {
  return uid === undefined && Buffer.byteLength(tmpdir()) <= LONGEST_FOLDER ? [tmpdir(), '/tmp'] : ['/tmp']
}
