import type { Readable } from 'node:stream'

/** No record is as long, in characters: who writes more must not be able to take this process with it. */
const LONGEST = 64_000_000

/** Gives the lines that come over a pipe, each once it is whole. */
export function readLines(pipe: Readable, receive: (line: string) => void): void {
  let rest = ''
  pipe.setEncoding('utf8')
  pipe.on('data', (chunk: string) => {
    const lines = chunk.split('\n')
    lines[0] = rest + lines[0]
    // What is cut is no record any more, and its judge is ended for it.
    rest = (lines.pop() as string).slice(0, LONGEST)
    for (const line of lines) receive(line)
  })
  // The end of a process is told by its exit.
  pipe.on('error', () => {})
}
