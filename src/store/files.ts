import { closeSync, fdatasync, fstatSync, fsyncSync, openSync, renameSync, statSync, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import type { WriteSome } from '../kernel/write-whole.ts'

/**
 * What the store does to files that outlive its process. All of it goes through here, so that a proof can let each of these fail, or
 * be the last one. What is read is read directly. Errors are those of node:fs.
 */
export interface Files {
  /** 'w': from its start, 'a': behind its end. */
  open(path: string, flags: 'w' | 'a'): number
  write: WriteSome
  /** Waits until what was written by now is on the disk. */
  sync(file: number): void
  /** The same, while other things go on. */
  synced(file: number): Promise<void>
  /** Is it still this file that has the name? */
  hasName(file: number, path: string): boolean
  close(file: number): void
  rename(from: string, to: string): void
  /** Waits until the names in a folder are on the disk: without that, a loss of power may take a new file as a whole. */
  syncFolder(path: string): void
}

export const disk: Files = {
  open: openSync,
  write: (file, bytes, from) => writeSync(file, bytes, from),
  sync: fsyncSync,
  synced: promisify(fdatasync),
  hasName: (file, path) => statSync(path, { throwIfNoEntry: false })?.ino === fstatSync(file).ino,
  close: closeSync,
  rename: renameSync,
  syncFolder: (path) => {
    const folder = openSync(path, 'r')
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  },
}
