import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/client'
import type { ServerProgram } from './program.ts'

/** A longer message is none, in characters: who writes it must not be able to take this process with it. */
const LONGEST = 64 * 1_048_576

/** The pipes of a server: a message a line. */
export class Pipes implements Transport {
  onmessage?: (message: JSONRPCMessage) => void
  onclose?: () => void
  onerror?: (error: Error) => void
  readonly #program: ServerProgram
  readonly #read: (line: string) => JSONRPCMessage
  #rest = ''

  constructor(program: ServerProgram, read: (line: string) => JSONRPCMessage) {
    this.#program = program
    this.#read = read
  }

  async start(): Promise<void> {
    const { output, ended } = this.#program
    output.setEncoding('utf8').on('data', (text: string) => this.#take(text))
    void ended.then(() => this.onclose?.())
  }

  send(message: JSONRPCMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#program.input.write(`${JSON.stringify(message)}\n`, (error) => {
        if (!error) return resolve()
        // That it has ended says more than that nobody reads.
        void this.#program.ended.then(() => reject(error))
      })
    })
  }

  async close(): Promise<void> {
    this.#program.output.removeAllListeners('data')
    this.onclose?.()
  }

  #take(text: string): void {
    const lines = (this.#rest + text).split('\n')
    this.#rest = (lines.pop() ?? '').slice(0, LONGEST)
    for (const line of lines) {
      if (line.trim() === '') continue
      try {
        this.onmessage?.(this.#read(line))
      } catch (thrown) {
        this.onerror?.(thrown as Error)
      }
    }
  }
}
