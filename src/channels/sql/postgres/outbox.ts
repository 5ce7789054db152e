import type { Socket } from 'node:net'
import type { Broken } from '../../../boundary/reply.ts'
import { errorMessage, fieldsOf } from './messages.ts'

/** More bytes than this of an answer are not held back: it passes as it comes. */
const HELD = 256 * 1024

/** What a statement's answer leaves behind where something else is said in its place. */
const OF_ITS_MESSAGES = new Set(['1', '2', '3', 't', 'T', 'n', 'N', 'A', 'S'])

/** What a client is told. The answer to a statement is held until it is known what becomes of it. */
export class Outbox {
  readonly #socket: Socket
  /** The server is to wait. */
  readonly #full: (full: boolean) => void
  #held: { code: string; message: Uint8Array }[] | undefined
  #heldBytes = 0
  #out: Uint8Array[] = []
  /** Did the server say that a statement failed? */
  failed = false

  constructor(socket: Socket, full: (full: boolean) => void) {
    this.#socket = socket
    this.#full = full
    socket.on('drain', () => full(false))
  }

  get isHolding(): boolean {
    return this.#held !== undefined
  }

  /** Holds back what comes, from here on. */
  hold(): void {
    this.#held = []
    this.#heldBytes = 0
    this.failed = false
  }

  /** The server says something. */
  hear(code: string, message: Uint8Array): void {
    if (code === 'E') this.failed = true
    if (!this.#held) {
      this.write(message)
      return
    }
    this.#held.push({ code, message })
    this.#heldBytes += message.length
    // It wants something from the client.
    if (code === 'G' || this.#heldBytes > HELD) this.#release()
  }

  /** Lets go of what was held. `simple`: a statement that failed is not said to be complete. */
  pass(simple: boolean): void {
    if (this.failed && simple) this.#held = this.#held?.filter(({ code }) => code !== 'C')
    this.#release()
    this.#held = undefined
  }

  /** Says something else. */
  replace(message: Uint8Array | undefined): void {
    this.#held = this.#held?.filter(({ code }) => OF_ITS_MESSAGES.has(code))
    this.#release()
    this.#held = undefined
    if (message) this.write(message)
  }

  /** Breaks the client's connection, as a network would. */
  sever({ how, afterBytes = 0 }: Broken): void {
    const held = Buffer.concat((this.#held ?? []).map(({ message }) => message))
    this.#held = undefined
    this.#out = []
    if (how === 'no-reply') return
    if (how === 'reset') this.#socket.resetAndDestroy()
    else this.#socket.end(held.subarray(0, afterBytes))
  }

  write(message: Uint8Array): void {
    this.#out.push(message)
    if (this.#out.length === 1) process.nextTick(() => this.flush())
  }

  flush(): void {
    const out = this.#out
    this.#out = []
    if (out.length === 0 || this.#socket.destroyed || !this.#socket.writable) return
    const [first] = out
    if (!this.#socket.write(out.length === 1 && first ? first : Buffer.concat(out))) this.#full(true)
  }

  #release(): void {
    for (const { message } of this.#held?.splice(0) ?? []) this.write(message)
    this.#heldBytes = 0
  }
}

/** An error at a place in one of several statements, as one in the whole text. */
export function shifted(error: Uint8Array, characters: number): Uint8Array {
  if (characters === 0) return error
  const fields = fieldsOf(error)
  if (fields.P === undefined) return error
  return errorMessage({ ...fields, P: String(Number(fields.P) + characters) })
}
