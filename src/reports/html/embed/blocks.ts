import { promisify } from 'node:util'
import { gzip } from 'node:zlib'

const compress = promisify(gzip)

/** Characters in a block before it is closed: large enough to compress well, small enough to be read at a click. */
const BLOCK = 131_072
/** So many blocks may wait for their compression. */
const IN_FLIGHT = 2

/** Lines that go into the page, compressed block by block. */
export interface Blocks {
  add(line: string): Promise<void>
  /** Closes the last block. Resolves with the lines of each block when all are written. */
  end(): Promise<number[]>
  /** Characters in the page so far. */
  readonly written: number
}

/** Blocks are written in order under ids of their own: `_details-0`, `_details-1`. */
export function openBlocks(name: string, sink: (part: string) => void): Blocks {
  const counts: number[] = []
  const waiting: Promise<string>[] = []
  let lines: string[] = []
  let size = 0
  let written = 0

  const writeNext = async () => {
    const part = await waiting.shift()
    if (part === undefined) return
    written += part.length
    sink(part)
  }
  const close = () => {
    const id = `_${name}-${counts.length}`
    counts.push(lines.length)
    waiting.push(compress(lines.join('\n'), { level: 3 }).then((data) => blockOf(id, data)))
    lines = []
    size = 0
  }
  return {
    get written() {
      return written
    },
    add: async (line) => {
      lines.push(line)
      size += line.length
      if (size < BLOCK) return
      close()
      if (waiting.length > IN_FLIGHT) await writeNext()
    },
    end: async () => {
      if (lines.length > 0) close()
      while (waiting.length > 0) await writeNext()
      return counts
    },
  }
}

/** Base64 has no sign that could end the element. */
function blockOf(id: string, data: Buffer): string {
  return `<script type="application/gzip" id="${id}">${data.toString('base64')}</script>\n`
}
