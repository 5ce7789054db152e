import { writeSync } from 'node:fs'

/** Writes all of it: a signal, a full pipe or the last room on a disk may cut a write short. @throws {Error} of node:fs. */
export function writeWhole(file: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(file, bytes, written)
}
