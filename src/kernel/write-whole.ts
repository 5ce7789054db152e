import { writeSync } from 'node:fs'

/** Writes some of the bytes, those from a place on. Returns how many. */
export type WriteSome = (file: number, bytes: Buffer, from: number) => number

/** Writes all of it: a signal, a full pipe or the last room on a disk may cut a write short. @throws {Error} of node:fs. */
export function writeWhole(file: number, bytes: Buffer, write: WriteSome = writeSync): void {
  for (let done = 0; done < bytes.length; ) {
    const written = write(file, bytes, done)
    // Nothing else would end this.
    if (written <= 0) throw new Error('nothing of it was taken')
    done += written
  }
}
