import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import type { Grounds, LeftoverKind } from '../kernel/leftover.ts'
import { isOwnerDead } from '../kernel/owner.ts'
import { isOpen, lastRecordAt, OWNER_FILE, put, setAside } from './moving.ts'
import { freePlace, partialsOf, placesBeside, takenBy } from './places.ts'

/** A run into a place that was killed while it was under way, or while it was moved. */
interface LeftRun {
  path: string
  /** '' where it was killed before it could sign. */
  owner: string
  /** Where it was set aside, to be gone on with. Undefined: it was not, and what it was is gone. */
  settle(): string | undefined
}

/** A folder is signed at once when it was made. */
const FORGOTTEN_MS = 3_600_000

/** Folders of runs that were killed. What has the record of a trial is set aside as unfinished, all else is removed. */
export const runFolders: LeftoverKind<Pick<Grounds, 'out'>> = {
  name: 'run',
  find: ({ out }) =>
    [...new Set([out, ...placesBeside(out)])]
      .flatMap(leftRunsOf)
      .map(({ path, owner, settle }) => ({ place: path, owner, remove: () => void settle() })),
}

/** What runs into this place left that were killed, in the order in which it is to be settled. */
export function leftRunsOf(final: string): LeftRun[] {
  return partialsOf(final)
    .flatMap((path) => {
      const owner = takenBy(path) ?? signed(path)
      return (owner === undefined ? isForgotten(path) : isOwnerDead(owner)) ? [{ path, owner: owner ?? '' }] : []
    })
    .map((one) => ({ ...one, at: lastRecordAt(one.path) }))
    .sort((a, b) => a.at - b.at)
    .map(({ path, owner }) => ({ path, owner, settle: once(path, () => settle(final, path)) }))
}

function settle(final: string, path: string): string | undefined {
  if (takenBy(path) === undefined || signed(path) !== undefined || isOpen(path)) return setAside(path, final)
  // It was complete, and on its way to make room for a later one.
  put(freePlace(final, 'previous'), path, final)
  return undefined
}

/** Another run that starts at this moment may have seen to it first. */
function once(path: string, settle: () => string | undefined): () => string | undefined {
  return () => {
    try {
      return settle()
    } catch (thrown) {
      if (existsSync(path)) throw thrown
      return undefined
    }
  }
}

function signed(path: string): string | undefined {
  try {
    return readFileSync(join(path, OWNER_FILE), 'utf8')
  } catch {
    return undefined
  }
}

/** Its owner died before it could sign. */
function isForgotten(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found !== undefined && systemClock().now() - found.mtimeMs > FORGOTTEN_MS && lastRecordAt(path) === 0
}
