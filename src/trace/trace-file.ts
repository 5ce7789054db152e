import fs from 'node:fs'
import { dirname, join } from 'node:path'
import { digestText } from '../kernel/json.ts'
import { contentsFile } from './contents.ts'

// Held before agent code loads: an agent that patches fs does not reach the trace. An import would follow it.
const {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} = fs

/** The file that one worker appends the traces of its trials to, held open from trial to trial. */
export interface TraceFile {
  /** Where the next line goes, in bytes. */
  end(): number
  /** Returns once the text has left this process: it survives the process's death. */
  append(text: string): void
  /** Keeps a text in the run's folder, once for all trials that have it. Returns its digest. */
  keep?(text: string): string
  /** Can it still be found where it was? */
  isInPlace(): boolean
}

/**
 * Opens a file for appending. @param place Its path below the run's folder.
 * @throws {Error} of node:fs, when it cannot be opened.
 */
export function openTraceFile(folder: string, place: string): TraceFile {
  const path = join(folder, place)
  let file = openSync(path, 'a')
  const is = sameAs(file)
  return {
    end: () => {
      // An agent may have closed it, and its number may be another file's by now.
      if (!is(() => fstatSync(file))) file = openSync(path, 'a')
      return fstatSync(file).size
    },
    append: (text) => void writeSync(file, text),
    keep: (text) => {
      const digest = digestText(text)
      writeOnce(join(folder, contentsFile(digest)), text)
      return digest
    },
    isInPlace: () => is(() => statSync(path)),
  }
}

/**
 * Keeps the traces of earlier trials from an agent that removes the file, or puts something else in its place: what this
 * returns puts it back, and lets go of it. @throws {Error} of node:fs, when it cannot be opened.
 */
export function keepTraceFile(path: string): () => void {
  const file = openSync(path, 'a+')
  const is = sameAs(file)
  return () => {
    if (!is(() => statSync(path))) {
      rmSync(path, { recursive: true, force: true })
      writeFileSync(path, readFileSync(file))
    }
    closeSync(file)
  }
}

/** Whole or not at all: other workers may write the same at this moment. */
function writeOnce(path: string, text: string): void {
  if (existsSync(path)) return
  mkdirSync(dirname(path), { recursive: true })
  const partial = `${path}.partial-${process.pid}`
  writeFileSync(partial, text)
  renameSync(partial, path)
}

/** Tells whether what is found is the file that was opened. */
function sameAs(file: number): (find: () => fs.Stats) => boolean {
  const { dev, ino } = fstatSync(file)
  return (find) => {
    try {
      const found = find()
      return found.dev === dev && found.ino === ino
    } catch {
      return false
    }
  }
}

/** Appends nowhere: for a trial that nobody reads. */
export const noTraceFile: TraceFile = { end: () => 0, append: () => {}, isInPlace: () => true }
