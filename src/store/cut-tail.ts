import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { writeWhole } from '../kernel/write-whole.ts'
import { disk, type Files } from './files.ts'

const PIECE = 1_048_576

/**
 * Cuts off what stands behind the last whole line of a file, and keeps it beside the file: 'trials.jsonl.torn', 'trials.jsonl.torn-2'.
 * The lines are written anew, in the place of the old ones: where an earlier process waited for the disk in vain, the system holds
 * them as if they were there, and would not write them again.
 * @param bytes How many are whole.
 * @returns where the rest is; undefined where there was none.
 */
export function cutTail(path: string, bytes: number, files: Files = disk): string | undefined {
  if (!existsSync(path)) return undefined
  const torn = statSync(path).size > bytes ? freePlace(`${path}.torn`) : undefined
  // It is kept before it is gone from where it was.
  if (torn !== undefined) copy(path, bytes, Number.POSITIVE_INFINITY, torn, files)
  copy(path, 0, bytes, `${path}.new`, files)
  files.rename(`${path}.new`, path)
  files.syncFolder(dirname(path))
  return torn
}

/** Copies a part of a file into another one, down to the disk. */
function copy(from: string, start: number, end: number, to: string, files: Files): void {
  const [source, target] = [openSync(from, 'r'), files.open(to, 'w')]
  try {
    const piece = Buffer.allocUnsafe(PIECE)
    for (let at = start; at < end; ) {
      const size = readSync(source, piece, 0, Math.min(PIECE, end - at), at)
      if (size === 0) break
      writeWhole(target, piece.subarray(0, size), files.write)
      at += size
    }
    files.sync(target)
  } finally {
    closeSync(source)
    files.close(target)
  }
}

/** What stands behind so many bytes of a file. */
export function tailOf(path: string, bytes: number): Buffer {
  const rest = existsSync(path) ? statSync(path).size - bytes : 0
  if (rest <= 0) return Buffer.alloc(0)
  const tail = Buffer.alloc(rest)
  const file = openSync(path, 'r')
  try {
    return tail.subarray(0, readSync(file, tail, 0, rest, bytes))
  } finally {
    closeSync(file)
  }
}

function freePlace(path: string): string {
  if (!existsSync(path)) return path
  for (let nth = 2; ; nth++) if (!existsSync(`${path}-${nth}`)) return `${path}-${nth}`
}
