import { basename, dirname } from 'node:path'
import { messageOf, PrerequisiteError } from '../kernel/errors.ts'
import { machineTrouble } from '../kernel/machine.ts'
import { writeWhole } from '../kernel/write-whole.ts'
import { disk, type Files } from './files.ts'

/** A file that lines are put behind. What fails once fails from then on: what comes behind half a line would fit nothing. */
export interface Appended extends Disposable {
  /** @throws {PrerequisiteError} the disk is full, or gone. */
  write(text: Buffer): void
  /**
   * Resolves when all that was written by now is on the disk: it outlives a loss of power from then on. Who asks while one wait is
   * under way shares the next.
   * @throws {PrerequisiteError} the disk does not take it.
   */
  synced(): Promise<void>
  /** The same at once. */
  sync(): void
}

/** @param flags 'w': from its start, 'a': behind its end. @throws {PrerequisiteError} it cannot be opened. */
export function openAppended(path: string, flags: 'w' | 'a', files: Files = disk): Appended {
  let failed: Error | undefined
  const fail = (thrown: unknown) => {
    const what = `write ${basename(path)}`
    const refused = machineTrouble(thrown, what)?.message
    const why = refused ?? `Failed to ${what}: ${messageOf(thrown)}.`
    failed = new PrerequisiteError(`${why} What had finished is kept.`, { cause: thrown })
    return failed
  }
  const lose = () => {
    const why = `${basename(path)} is not in ${dirname(path)} any more, somebody removed or moved it`
    failed = new PrerequisiteError(`Failed to go on: ${why}. What had finished is where it is now.`)
    return failed
  }
  const attempt = <T>(work: () => T): T => {
    if (failed !== undefined) throw failed
    try {
      return work()
    } catch (thrown) {
      throw fail(thrown)
    }
  }
  const file = attempt(() => files.open(path, flags))
  // Its name may be new in the folder, too: whoever was to wait for that may have been killed.
  attempt(() => files.syncFolder(dirname(path)))
  return {
    write: (bytes) => attempt(() => writeWhole(file, bytes, files.write)),
    synced: sharing(async () => {
      if (failed !== undefined) throw failed
      try {
        await files.synced(file)
      } catch (thrown) {
        throw fail(thrown)
      }
      // What is in a file without a name is nowhere.
      if (!files.hasName(file, path)) throw lose()
    }),
    sync: () => attempt(() => files.sync(file)),
    [Symbol.dispose]: () => {
      // Its number may soon be that of another file.
      failed ??= new Error(`Failed to write ${basename(path)}: it is closed.`)
      files.close(file)
    },
  }
}

/** One wait at a time: whoever asks while one is under way shares the next. One that failed was the last. */
function sharing(wait: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> = Promise.resolve()
  let next: Promise<void> | undefined
  return () => {
    next ??= underWay.then(() => {
      next = undefined
      underWay = wait()
      return underWay
    })
    return next
  }
}
