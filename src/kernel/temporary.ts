import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { messageOf, PrerequisiteError } from './errors.ts'
import type { Leftover, LeftoverKind } from './leftover.ts'
import { isOwnerDead, ownerTag, TAG } from './owner.ts'

const NAME = new RegExp(`^mettle-(?:[a-z]+-)?(${TAG})-\\d+$`)

let made = 0

/**
 * Makes a folder for a while, which nobody else can enter: in the user's place for such, or where that cannot be used, in the
 * machine's. Its name tells its owner. By number, not by chance: a trial that takes a name from beyond its seed is told as one that
 * cannot be repeated.
 * @param prefix 'mettle-agent-'. @throws {PrerequisiteError} none of them can be written.
 */
export function makeTemporary(prefix: `mettle-${string}`, places: readonly string[] = [tmpdir(), '/tmp']): string {
  const problems: string[] = []
  for (const place of new Set(places)) {
    try {
      return makeNext(place, prefix)
    } catch (thrown) {
      problems.push(messageOf(thrown))
    }
  }
  throw new PrerequisiteError(
    `Failed to make a temporary folder: ${problems.join('; ')}. Set TMPDIR to a folder that exists, has room and can be written.`,
  )
}

/** Folders for a while of processes that were killed. */
export const temporaryFolders: LeftoverKind = {
  name: 'temporary folder',
  find: () => [...new Set([tmpdir(), '/tmp'])].flatMap(leftIn),
}

function makeNext(place: string, prefix: string): string {
  for (;;) {
    const folder = join(place, `${prefix}${ownerTag()}-${++made}`)
    try {
      mkdirSync(folder, { mode: 0o700 })
      return folder
    } catch (thrown) {
      // Somebody has planted it.
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown
    }
  }
}

function leftIn(place: string): Leftover[] {
  return namesIn(place).flatMap((name) => {
    const [, owner] = NAME.exec(name) ?? []
    const folder = join(place, name)
    if (owner === undefined || !isOwnerDead(owner)) return []
    const found = lstatSync(folder, { throwIfNoEntry: false })
    const user = process.geteuid?.() ?? found?.uid
    // Anybody can make one of such a name where all may write. Root has given some of its own to the user of a container.
    if (!found?.isDirectory() || (found.uid !== user && user !== 0)) return []
    const remove = () => (found.uid === user ? removeOwn(folder) : removeAs(found, folder))
    return [{ place: folder, owner, remove }]
  })
}

function removeOwn(folder: string): void {
  rmSync(folder, { recursive: true, force: true })
}

/** As whoever it belongs to, lest a link that is put into it meanwhile leads root elsewhere. */
function removeAs({ uid, gid }: { uid: number; gid: number }, folder: string): void {
  execFileSync('rm', ['-rf', '--', folder], { uid, gid, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] })
}

function namesIn(place: string): string[] {
  try {
    return readdirSync(place)
  } catch {
    return []
  }
}
