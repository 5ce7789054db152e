import type { ChildProcess } from 'node:child_process'

/** What may come over a worker's own stdout and stderr, past the capture, in bytes a trial: none of it is expected. */
export const RAW_OUTPUT_LIMIT = 1_000_000
/** How much of it is kept, in characters: V8's farewell has some 3,000. */
const LAST_WORDS = 10_000

/** What comes past the capture. */
export interface RawOutput {
  /** The last words on stderr. */
  tail(): string
  /** Counts anew. */
  reset(): void
}

export function watchRawOutput({ stdout, stderr }: ChildProcess, tooMuch: () => void): RawOutput {
  let bytes = 0
  let last = ''
  for (const stream of [stdout, stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      bytes += chunk.byteLength
      if (bytes > RAW_OUTPUT_LIMIT) tooMuch()
    })
  }
  stderr?.on('data', (chunk: Buffer) => {
    last = (last + chunk.toString('latin1')).slice(-LAST_WORDS)
  })
  return {
    tail: () => last,
    reset: () => {
      bytes = 0
      last = ''
    },
  }
}
