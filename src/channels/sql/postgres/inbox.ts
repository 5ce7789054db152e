import type { Socket } from 'node:net'
import { Frames } from './frames.ts'
import { letterOf } from './messages.ts'

/** More bytes than this wait with the client. */
const FULL = 1024 * 1024

/** What a client sends, message by message. */
export class Inbox {
  readonly #socket: Socket
  readonly #frames: Frames
  #first: Buffer | undefined
  #over = false
  #wake = () => {}

  constructor(socket: Socket, frames = new Frames()) {
    this.#socket = socket
    this.#frames = frames
    socket.on('data', (bytes) => {
      frames.add(bytes)
      if (frames.size > FULL) socket.pause()
      this.#wake()
    })
    socket.on('close', () => {
      this.#over = true
      this.#wake()
    })
  }

  /** The next message, if it is there already. @throws {ProtocolViolation} */
  take(): Buffer | undefined {
    const message = this.#first ?? this.#frames.next(1)
    this.#first = undefined
    return message
  }

  /** The next message, when it is there; undefined where the client is gone and has said no more, or `until` aborts. @throws {ProtocolViolation} */
  async next(until?: AbortSignal): Promise<Buffer | undefined> {
    for (;;) {
      if (until?.aborted) return undefined
      const message = this.take()
      if (message || this.#over) return message
      this.#socket.resume()
      await new Promise<void>((resolve) => {
        this.#wake = resolve
        until?.addEventListener('abort', () => resolve(), { once: true })
      })
    }
  }

  /** The letter of the next message, where it is there already. */
  peek(): string | undefined {
    this.#first ??= this.#frames.next(1)
    return this.#first && letterOf(this.#first)
  }
}
