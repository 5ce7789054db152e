import type { Server, Socket } from 'node:net'

// Held before agent code loads: where it stops time, an end does not wait for it.
const [realSetImmediate, realSetTimeout, realClearTimeout] = [setImmediate, setTimeout, clearTimeout]

/** The connections of a server that are open. */
export class Connections {
  readonly #open = new Set<Socket>()
  #left = () => {}

  add(socket: Socket): void {
    this.#open.add(socket)
    socket.once('close', () => {
      this.#open.delete(socket)
      this.#left()
    })
  }

  /** Adds each that a server takes. */
  watch(server: Server): this {
    server.on('connection', (socket: Socket) => this.add(socket))
    return this
  }

  /** Resolves when none is open, nor was made and is not yet taken: all that those who made them sent has been read. */
  async gone(): Promise<void> {
    for (;;) {
      for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => realSetImmediate(resolve))
      if (this.#open.size === 0) return
      await new Promise<void>((resolve) => {
        this.#left = resolve
      })
    }
  }

  destroy(): void {
    for (const socket of this.#open) socket.destroy()
  }
}

/** The system is asked for new connections once in each turn. */
const TURNS = 2

/** Waits for something, but for no longer than `ms`. False: it was not over by then. */
export async function atMost(ms: number, awaited: Promise<unknown>): Promise<boolean> {
  let limit: NodeJS.Timeout | undefined
  const over = new Promise<boolean>((resolve) => {
    limit = realSetTimeout(() => resolve(false), ms)
  })
  const inTime = await Promise.race([awaited.then(() => true), over])
  realClearTimeout(limit)
  return inTime
}
