import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '../kernel/clock.ts'
import type { Grounds, Leftover, LeftoverKind } from '../kernel/leftover.ts'
import { isOwnerDead } from '../kernel/owner.ts'
import { isOpen, lastRecordAt, OWNER_FILE, put, setAside } from './moving.ts'
import { freePlace, partialsOf, placesBeside, takenBy } from './places.ts'

/** A run into a place that was killed while it was under way, or while it was moved. */
interface LeftRun {
  path: string
  /** '' where it was killed before it could sign. */
  owner: string
  /** Undefined: it had nothing to keep, and is gone. */
  settle(): KeptAside | undefined
}

/** Where it lies from then on. */
interface KeptAside {
  place: string
  /** It can be gone on with. Else it was complete. */
  unfinished: boolean
}

/** A folder is signed at once when it was made. */
const FORGOTTEN_MS = 3_600_000

/** Folders of runs that were killed. What has the record of a trial is set aside as unfinished, all else is removed. */
export const runFolders: LeftoverKind<Pick<Grounds, 'out'>> = {
  name: 'run',
  find: ({ out }) => [...new Set([out, ...placesBeside(out)])].flatMap(leftRunsOf).map(leftoverOf),
}

function leftoverOf({ path, owner, settle }: LeftRun): Leftover {
  let kept: KeptAside | undefined
  return {
    place: path,
    owner,
    remove: () => {
      kept = settle()
    },
    keptAt: () => kept?.place,
  }
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

function settle(final: string, path: string): KeptAside | undefined {
  if (takenBy(path) === undefined || signed(path) !== undefined || isOpen(path)) {
    const place = setAside(path, final)
    return place === undefined ? undefined : { place, unfinished: true }
  }
  // It was complete, and on its way to make room for a later one.
  const place = freePlace(final, 'previous')
  put(place, path, final)
  return { place, unfinished: false }
}

/** Another run that starts at this moment may have seen to it first. */
function once<T>(path: string, settle: () => T | undefined): () => T | undefined {
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
