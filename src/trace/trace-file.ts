import fs from 'node:fs'

// Held before agent code loads: an agent that patches fs does not reach the trace. An import would follow it.
const { closeSync, fstatSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } = fs

/** The file that one worker appends the traces of its trials to, held open from trial to trial. */
export interface TraceFile {
  /** Where the next line goes, in bytes. */
  end(): number
  /** Returns once the text has left this process: it survives the process's death. */
  append(text: string): void
  /** Can it still be found where it was? */
  isInPlace(): boolean
}

/** Opens a file for appending. @throws {Error} of node:fs, when it cannot be opened. */
export function openTraceFile(path: string): TraceFile {
  let file = openSync(path, 'a')
  const is = sameAs(file)
  return {
    end: () => {
      // An agent may have closed it, and its number may be another file's by now.
      if (!is(() => fstatSync(file))) file = openSync(path, 'a')
      return fstatSync(file).size
    },
    append: (text) => void writeSync(file, text),
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
