import { closeSync, existsSync, fsyncSync, openSync, readSync, statSync, truncateSync, writeFileSync } from 'node:fs'

/**
 * Cuts off what stands behind the last whole line of a file, and keeps it beside the file: 'trials.jsonl.torn', 'trials.jsonl.torn-2'.
 * @param bytes How many are whole.
 * @returns where the rest is; undefined where there was none.
 */
export function cutTail(path: string, bytes: number): string | undefined {
  const tail = tailOf(path, bytes)
  if (tail.length === 0) return undefined
  const place = freePlace(`${path}.torn`)
  // It is kept before it is gone from where it was.
  const kept = openSync(place, 'wx')
  writeFileSync(kept, tail)
  fsyncSync(kept)
  closeSync(kept)
  truncateSync(path, bytes)
  return place
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
