import type { Socket } from 'node:net'

// Held before agent code loads.
const [realSetTimeout, realClearTimeout] = [setTimeout, clearTimeout]

/** Who has said its last may still listen. So long, in ms, it is not taken for gone: the service is reached by then. */
const LISTENING_MS = 250
/** More is not read ahead, in bytes. */
const MOST_AHEAD = 1_000_000

/**
 * What a client says, read from the first moment on: a client that leaves is seen only by reading. It waits here until there is
 * somebody to hear it.
 */
export class Inbox {
  readonly client: Socket
  /** Aborts when the client has left before it was answered. */
  readonly signal: AbortSignal
  readonly #gone = new AbortController()
  #waiting: Buffer[] = []
  #bytes = 0
  #ended = false
  #listening: NodeJS.Timeout | undefined
  #hear: ((bytes: Buffer) => boolean) | undefined
  #over: (() => void) | undefined

  constructor(client: Socket) {
    this.client = client
    this.signal = this.#gone.signal
    client.setNoDelay(true)
    // It shows as the end of the connection.
    client.on('error', () => {})
    client.on('data', (bytes: Buffer) => this.#take(bytes))
    client.once('end', () => {
      this.#listening = realSetTimeout(() => this.#leave(), LISTENING_MS)
      this.#end()
    })
    client.once('close', () => {
      this.#leave()
      this.#end()
    })
  }

  /** It is answered: that it leaves is how every connection ends. */
  answered(): void {
    realClearTimeout(this.#listening)
    this.#leave = () => {}
  }

  /**
   * Hands over what came and what comes.
   * @param hear false where it wants no more until `resume`. @param over The client has said its last.
   */
  pass(hear: (bytes: Buffer) => boolean, over: () => void): void {
    this.#hear = hear
    this.#over = over
    for (const bytes of this.#waiting.splice(0)) hear(bytes)
    if (this.#ended) over()
    else this.client.resume()
  }

  resume(): void {
    this.client.resume()
  }

  #leave = () => {
    realClearTimeout(this.#listening)
    if (!this.#gone.signal.aborted) this.#gone.abort(new Error('The client is gone'))
  }

  #take(bytes: Buffer): void {
    if (this.#hear) {
      if (!this.#hear(bytes)) this.client.pause()
      return
    }
    this.#waiting.push(bytes)
    this.#bytes += bytes.length
    if (this.#bytes > MOST_AHEAD) this.client.pause()
  }

  #end(): void {
    if (this.#ended) return
    this.#ended = true
    this.#over?.()
  }
}
