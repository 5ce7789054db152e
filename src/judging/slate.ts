import { closeSync, openSync, readSync, unlinkSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { ownPid } from '../kernel/own-pid.ts'

/** What a judge is at: the number of the trial, from 1, and of the step. */
export interface At {
  trial: number
  step: number
}

const BYTES = 8

/**
 * A file without a name that a judge notes down in what it is about to do, and that the parent reads only when it has waited
 * for too long, or the judge is gone. A note costs a system call of the judge's, and wakes nobody.
 */
export interface Slate extends Disposable {
  readonly file: number
  read(): At
}

/** @param folder Where the file lies for a moment. */
export function openSlate(folder: string): Slate {
  const path = join(folder, `slate-${ownPid}-${process.hrtime.bigint()}`)
  const file = openSync(path, 'wx+')
  unlinkSync(path)
  const note = Buffer.alloc(BYTES)
  // On a disk that fills up later there is room for each note.
  writeSync(file, note, 0, BYTES, 0)
  return {
    file,
    read: () => {
      readSync(file, note, 0, BYTES, 0)
      return { trial: note.readInt32LE(0), step: note.readInt32LE(4) }
    },
    [Symbol.dispose]: () => closeSync(file),
  }
}

/** The judge's end of it. */
export function noteOn(file: number): (at: At) => void {
  const note = Buffer.alloc(BYTES)
  return ({ trial, step }) => {
    note.writeInt32LE(trial, 0)
    note.writeInt32LE(step, 4)
    writeSync(file, note, 0, BYTES, 0)
  }
}
