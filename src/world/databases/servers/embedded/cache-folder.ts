import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, statSync, utimesSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { messageOf, PrerequisiteError } from '../../../../kernel/errors.ts'
import { bootId } from '../../../../kernel/owner.ts'
import { mayEnter, type ServerUser } from './server-user.ts'

/** Where everything lies that outlives a run, and the run's own data folder. */
export interface CacheFolder {
  /** What was kept since this start of the machine: a power failure may have torn what was kept before. */
  path: string
  /** Copies of the server's programs. */
  binaries: string
  /** Data folders from which runs take copies. */
  clusters: string
  /** One folder for each run under way. Half-made things lie here, too, until they are renamed into place. */
  runs: string
}

/** Opens the cache, in the user's cache folder or, where the server's user cannot reach that, among temporary files. */
export function openCacheFolder(user: ServerUser): CacheFolder {
  const problems: string[] = []
  for (const candidate of candidates()) {
    try {
      return foldersIn(openRoot(candidate, user), user)
    } catch (thrown) {
      problems.push(messageOf(thrown))
    }
  }
  throw new PrerequisiteError(
    `Failed to find a folder for PostgreSQL's files: ${problems.join('; ')}. Set XDG_CACHE_HOME to a folder of your own that ${user.uid === undefined ? 'you' : 'every user'} can enter.`,
  )
}

/** Where runs of embedded servers are under way, as far as such places are there and this user's. */
export function knownRuns(): string[] {
  return candidates()
    .map((root) => join(root, 'postgres', bootId(), 'runs'))
    .filter((runs) => existsSync(runs) && isOurs(runs))
}

function isOurs(path: string): boolean {
  try {
    demandOurs(path)
    return true
  } catch {
    return false
  }
}

/** Variables that are empty or relative name no place: the cache must not lie in whatever folder this is. */
function candidates(): string[] {
  const { XDG_CACHE_HOME: xdg = '' } = process.env
  const own = isAbsolute(xdg) ? xdg : join(homedir(), '.cache')
  const name = `mettle-cache-${process.geteuid?.() ?? 0}`
  return [join(own, 'mettle'), ...new Set([join(tmpdir(), name), join('/tmp', name)])].filter(isAbsolute)
}

/** @throws {Error} Why this folder cannot be used. */
function openRoot(path: string, user: ServerUser): string {
  const closed = ancestors(path).find((folder) => existsSync(folder) && !mayEnter(user, statSync(folder)))
  if (closed) throw new Error(`the server's user may not enter ${closed}`)
  makeFolder(path, user)
  demandOurs(path)
  return realpathSync(path)
}

/** @throws {Error} Why it is not. */
function demandOurs(path: string): void {
  const found = lstatSync(path)
  // Others may plant a folder or a link among temporary files.
  if (!found.isDirectory()) throw new Error(`${path} is no folder`)
  if (found.uid !== (process.geteuid?.() ?? found.uid)) throw new Error(`${path} belongs to somebody else`)
  if (found.mode & 0o022) throw new Error(`others may write to ${path}`)
}

function ancestors(path: string): string[] {
  return path === dirname(path) ? [path] : [path, ...ancestors(dirname(path))]
}

function foldersIn(root: string, user: ServerUser): CacheFolder {
  const path = join(root, 'postgres', bootId())
  const folder = (name: string) => join(path, name)
  const cache = { path, binaries: folder('binaries'), clusters: folder('clusters'), runs: folder('runs') }
  for (const each of [dirname(path), path, cache.binaries, cache.clusters, cache.runs]) makeFolder(each, user)
  const now = new Date()
  utimesSync(path, now, now)
  return cache
}

/** Whatever the umask: through the folders of another user's server everybody may pass, and nobody look into them. */
export function makeFolder(path: string, user: ServerUser): void {
  const first = mkdirSync(path, { recursive: true, mode: 0o700 })
  if (first === undefined || user.uid === undefined) return
  for (let made = path; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o711)
}
