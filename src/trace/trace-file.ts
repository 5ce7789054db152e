import fs from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { digestText } from '../kernel/json.ts'
import { machineTrouble } from '../kernel/machine.ts'
import { ownPid } from '../kernel/own-pid.ts'
import { contentsFile } from './contents.ts'

// Held before agent code loads: an agent that patches fs does not reach the trace. An import would follow it.
const {
  closeSync,
  existsSync,
  fstatSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} = fs
const { from } = Buffer

/** The file that one worker appends the traces of its trials to, held open from trial to trial. */
export interface TraceFile {
  /** Where the next line goes, in bytes. */
  end(): number
  /** Returns once the text has left this process: it survives the process's death. What the machine has no room for is told at the end. */
  append(text: string): void
  /** @throws {Error} of node:fs: the machine had no room for something. */
  demandWritten(): void
  /** Keeps a text in the run's folder, once for all trials that have it. Returns its digest. */
  keep?(text: string): string
  /** Is it where it was, and as long as what was written into it? */
  isSound(): boolean
}

/**
 * Opens a file for appending. @param place Its path below the run's folder.
 * @throws {Error} of node:fs, when it cannot be opened.
 */
export function openTraceFile(folder: string, place: string): TraceFile {
  const path = join(folder, place)
  let file = openSync(path, 'a')
  const is = sameAs(file)
  let { size } = fstatSync(file)
  let failed: unknown
  /** Whoever writes is in the middle of what an agent does: the limits of the machine are none of its business. */
  const sparingAgent = (write: () => void) => {
    try {
      write()
    } catch (thrown) {
      if (machineTrouble(thrown) === undefined) throw thrown
      failed = thrown
    }
  }
  return {
    end: () => {
      // An agent may have closed it, and its number may be another file's by now.
      if (!is(() => fstatSync(file))) file = openSync(path, 'a')
      return fstatSync(file).size
    },
    append: (text) => {
      // Behind what is torn nothing can be read.
      if (failed !== undefined) return
      const bytes = from(text)
      sparingAgent(() => {
        for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
      })
      size += bytes.length
    },
    demandWritten: () => {
      if (failed !== undefined) throw failed
    },
    keep: (text) => {
      const digest = digestText(text)
      sparingAgent(() => writeOnce(join(folder, contentsFile(digest)), text))
      return digest
    },
    isSound: () => is(() => statSync(path), size),
  }
}

/** A worker's file, as its parent holds it. */
export interface KeptTraceFile {
  /** Its path below the run's folder, for the worker. */
  readonly lent: string
  /** Lets go of it, and puts it where it belongs. Once the worker is gone. */
  putBack(): void
}

/**
 * Keeps the traces of earlier trials from an agent that removes the file that its process has open, or puts something else
 * in its place: the worker knows the file by a name of its own, and whoever reads it by another.
 * @param place Its path below the run's folder, for readers.
 * @param underAnotherName Default. A sandbox holds the file where it is.
 * @throws {Error} of node:fs, when it cannot be opened.
 */
export function keepTraceFile(folder: string, place: string, underAnotherName = true): KeptTraceFile {
  const path = join(folder, place)
  const file = openSync(path, 'a+')
  const is = sameAs(file)
  const lent = underAnotherName ? lend(folder, place) : place
  return {
    lent,
    putBack: () => {
      if (lent !== place) rmSync(join(folder, lent), { recursive: true, force: true })
      if (!is(() => statSync(path))) {
        rmSync(path, { recursive: true, force: true })
        writeFileSync(path, readFileSync(file))
      }
      closeSync(file)
    },
  }
}

/** Gives a file a second name. Where the file system has no such thing, the one that it has must do. */
function lend(folder: string, place: string): string {
  const lent = join(dirname(place), `.${basename(place)}`)
  try {
    linkSync(join(folder, place), join(folder, lent))
    return lent
  } catch {
    return place
  }
}

/** Moves the texts that a worker kept in a folder of its own to the run's, those that are what they are called by. */
export function takeKept(from: string, folder: string): void {
  const kept = join(from, dirname(contentsFile('')))
  if (!existsSync(kept)) return
  for (const name of readdirSync(kept)) {
    const path = join(kept, name)
    const digest = basename(name, '.json')
    const target = join(folder, contentsFile(digest))
    // What an agent left there may be anything.
    const found = lstatSync(path)
    if (existsSync(target) || !found.isFile() || found.size > LARGEST_KEPT) continue
    const text = readFileSync(path, 'utf8')
    if (digestText(text) === digest) writeOnce(target, text)
  }
}

/** In bytes. */
const LARGEST_KEPT = 500_000_000

/** Whole or not at all: other workers may write the same at this moment. */
function writeOnce(path: string, text: string): void {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true })
  const partial = `${path}.partial-${ownPid}`
  writeFileSync(partial, text)
  renameSync(partial, path)
}

/** Tells whether what is found is the file that was opened, and of that size, in bytes, where one is named. */
function sameAs(file: number): (find: () => fs.Stats, size?: number) => boolean {
  const { dev, ino } = fstatSync(file)
  return (find, size) => {
    try {
      const found = find()
      return found.dev === dev && found.ino === ino && (size === undefined || found.size === size)
    } catch {
      return false
    }
  }
}

/** Appends nowhere: for a trial that nobody reads. */
export const noTraceFile: TraceFile = {
  end: () => 0,
  append: () => {},
  demandWritten: () => {},
  isSound: () => true,
}
