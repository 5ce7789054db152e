import type { Readable } from 'node:stream'

/** Gives the lines that come over a pipe, each once it is whole. */
export function readLines(pipe: Readable, receive: (line: string) => void): void {
  let rest = ''
  pipe.setEncoding('utf8')
  pipe.on('data', (chunk: string) => {
    const lines = chunk.split('\n')
    lines[0] = rest + lines[0]
    rest = lines.pop() as string
    for (const line of lines) receive(line)
  })
  // The end of a process is told by its exit.
  pipe.on('error', () => {})
}
