import { closeSync, openSync, readSync } from 'node:fs'

const CHUNK = 262_144
const NEWLINE = 0x0a

/** Hands out the lines of a file, a piece of it in memory, until one is refused. 'torn': it ends within one. */
export function eachLine(
  path: string,
  take: (line: string, offset: number, length: number) => boolean,
): 'whole' | 'torn' | 'refused' {
  const file = openSync(path, 'r')
  try {
    const chunk = Buffer.allocUnsafe(CHUNK)
    let begun: Buffer = Buffer.alloc(0)
    let offset = 0
    for (;;) {
      const size = readSync(file, chunk)
      if (size === 0) return begun.length === 0 ? 'whole' : 'torn'
      let bytes = Buffer.concat([begun, chunk.subarray(0, size)])
      for (let end = bytes.indexOf(NEWLINE); end >= 0; end = bytes.indexOf(NEWLINE)) {
        if (!take(bytes.toString('utf8', 0, end), offset, end)) return 'refused'
        offset += end + 1
        bytes = bytes.subarray(end + 1)
      }
      begun = bytes
    }
  } finally {
    closeSync(file)
  }
}
