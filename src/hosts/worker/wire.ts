import type { Duplex } from 'node:stream'

/** Where the worker finds its end of the wire. */
export const WIRE_FD = 3
/** No message is as long as this, in characters: whoever writes more is no worker of ours. */
const LONGEST = 1_000_000

// Held before agent code loads.
const { parse, stringify } = JSON

/**
 * Messages over a pipe, a line of JSON each. An agent in the worker's process can find the pipe and write into it: what
 * is no message is dropped, so that nothing it writes ends the process at the other end, as garbage on Node's own IPC
 * channel would. That a message is meant, and by whom, is for the reader to check.
 */
export function openWire<In extends { type: string }, Out>(pipe: Duplex, receive: (message: In) => void) {
  let rest = ''
  pipe.setEncoding('utf8')
  pipe.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = (lines.pop() ?? '').slice(0, LONGEST)
    for (const line of lines) {
      const message = read(line)
      if (message) receive(message as In)
    }
  })
  // The end of a process is told by its exit; a pipe that breaks before that says nothing more.
  pipe.on('error', () => {})
  // A line of its own even behind bytes that somebody else left without an end.
  return (message: Out): void => void pipe.write(`\n${stringify(message)}\n`)
}

function read(line: string): { type: string } | undefined {
  try {
    const message = line === '' ? null : parse(line)
    return typeof message?.type === 'string' ? message : undefined
  } catch {
    return undefined
  }
}
