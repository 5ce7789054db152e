import { gzipSync } from 'node:zlib'

/** Characters in a block before it is closed: large enough to compress well, small enough to be read at a click. */
const BLOCK = 131_072

/** Lines that go into the page, compressed block by block. */
export interface Blocks {
  add(line: string): void
  /** Closes the last block. The lines of each. */
  end(): number[]
  /** Characters in the page so far. */
  readonly written: number
}

/**
 * Blocks are written in order under ids of their own: `_details-0`, `_details-1`. They are compressed where they stand:
 * handed to a thread, each would be held until it comes back, and a large run would take 100 MB more for no time won.
 */
export function openBlocks(name: string, sink: (part: string) => void): Blocks {
  const counts: number[] = []
  let lines: string[] = []
  let size = 0
  let written = 0

  const close = () => {
    const part = blockOf(`_${name}-${counts.length}`, lines.join('\n'))
    counts.push(lines.length)
    written += part.length
    sink(part)
    lines = []
    size = 0
  }
  return {
    get written() {
      return written
    },
    add: (line) => {
      lines.push(line)
      size += line.length
      if (size >= BLOCK) close()
    },
    end: () => {
      if (lines.length > 0) close()
      return counts
    },
  }
}

/** Base64 has no sign that could end the element. */
function blockOf(id: string, text: string): string {
  const data = gzipSync(text, { level: 3 }).toString('base64')
  return `<script type="application/gzip" id="${id}">${data}</script>\n`
}
