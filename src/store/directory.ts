import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { atExit } from '../kernel/at-exit.ts'
import { UsageError } from '../kernel/errors.ts'
import { machineTrouble } from '../kernel/machine.ts'
import { isOwnerDead, type Owner, ownerIn, ownerMark } from '../kernel/owner.ts'
import { leftRunsOf } from './leftovers.ts'
import { makeRoom, mustBeRun, OWNER_FILE, previousOf, put, setAside } from './moving.ts'
import { isBeside, partialPlace } from './places.ts'

/** A run's folder while the run is under way: beside the final place, moved there at the end, whole or not at all. */
export interface RunFolder {
  /** Absolute path, for as long as the run is under way. */
  readonly path: string
  /** Where a run lies now that was killed before its end; undefined where none was found. */
  readonly unfinished: string | undefined
  /** @param file Its path below the folder. */
  write(file: string, content: string): void
  /** Takes the final place. The run that was there is kept beside it, as 'previous'. Returns the final path. */
  publish(): string
  /** Ends the run where it is. Where it lies then, as unfinished; undefined where it had the record of no trial, and is gone. */
  abandon(): string | undefined
}

/**
 * The run is abandoned where the process ends before it is published.
 * @param out The final place, such as 'reports/latest'. @param keep How many runs before it are kept. @throws {UsageError | PrerequisiteError} the place cannot be written.
 */
export function createRunFolder(out: string, keep = 1): RunFolder {
  const final = resolve(out)
  for (const place of [final, ...previousOf(final, keep)]) mustBeRun(place)
  let unfinished: string | undefined
  const prepare = (partial: string) => {
    unfinished = sweep(final)
    rmSync(partial, { recursive: true, force: true })
    mkdirSync(dirname(partial), { recursive: true })
    // One by one: of a disk that is read-only Node says otherwise that there is no such folder.
    for (const folder of [partial, join(partial, 'traces')]) mkdirSync(folder)
  }
  return { ...hold(final, prepare, keep), unfinished }
}

/**
 * Takes up the folder of a run that did not come to its end. While it goes on it lies as a run that begins; where it is left
 * again, it can be taken up again.
 * @param from Where it lies. @param out The final place.
 * @throws {UsageError} the process that writes it may be alive. @throws {UsageError | PrerequisiteError} it cannot be moved.
 */
export function takeUpRunFolder(from: string, out: string, keep = 1): RunFolder {
  const final = resolve(out)
  const owner = join(from, OWNER_FILE)
  const mark = existsSync(owner) ? readFileSync(owner, 'utf8') : undefined
  if (mark !== undefined && !isOwnerDead(mark)) throw beingWritten(from, ownerIn(mark))
  const prepare = (partial: string) => {
    take(from, partial)
    mkdirSync(join(partial, 'traces'), { recursive: true })
  }
  return { ...hold(final, prepare, keep), unfinished: undefined }
}

function beingWritten(from: string, owner: Owner | undefined): UsageError {
  const since = owner?.startedAt ? `, started ${owner.startedAt.toISOString()}` : ''
  const who = owner ? ` (${owner.pid}${since})` : ''
  return new UsageError(
    `Failed to resume ${from}: the process that writes it${who} may be alive. Wait for its end, or end it first.`,
  )
}

/** Of two that take a run up at once, one has it. */
function take(from: string, partial: string): void {
  try {
    renameSync(from, partial)
  } catch (thrown) {
    if (existsSync(from)) throw thrown
    throw new UsageError(`Failed to resume ${from}: another process has just taken it up. Wait for its end.`)
  }
}

/** @throws {UsageError} runs of another place are put there: it would be taken for one of them, and make room for the next. */
function mustBeNoPlaceBeside(final: string): void {
  if (!isBeside(final)) return
  const name = basename(final)
  throw new UsageError(
    `Failed to write to ${final}: runs that ended before their time, and those before the last, are put under such a name. Choose another one than "${name}" with --out.`,
  )
}

/** The folder of a run under way, once it is there. */
function hold(final: string, prepare: (partial: string) => void, keep: number): Omit<RunFolder, 'unfinished'> {
  mustBeNoPlaceBeside(final)
  const partial = partialPlace(final)
  const abandon = () => {
    unguarded[Symbol.dispose]()
    return setAside(partial, final)
  }
  const unguarded = atExit(abandon)
  try {
    prepare(partial)
    writeFileSync(join(partial, OWNER_FILE), ownMark())
  } catch (thrown) {
    unguarded[Symbol.dispose]()
    if (thrown instanceof UsageError) throw thrown
    const refused = machineTrouble(thrown, `write below ${final}`)
    if (refused) throw refused
    throw new UsageError(
      `Failed to write below ${final}: ${(thrown as Error).message}. Choose another place with --out.`,
    )
  }
  return {
    path: partial,
    write: (file, content) => {
      mkdirSync(dirname(join(partial, file)), { recursive: true })
      writeFileSync(join(partial, file), content)
    },
    publish: () => {
      if (existsSync(final)) makeRoom(final, keep)
      put(final, partial, final)
      unguarded[Symbol.dispose]()
      return final
    },
    abandon,
  }
}

/** Sees to what runs into this place left that were killed. Where the last of them lies that was set aside. */
function sweep(final: string): string | undefined {
  return leftRunsOf(final)
    .map(({ settle }) => settle())
    .findLast((kept) => kept?.unfinished)?.place
}

/** Where the system does not tell processes apart, nothing is ever taken for dead. */
function ownMark(): string {
  try {
    return ownerMark()
  } catch {
    return ''
  }
}
