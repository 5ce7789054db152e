import type { HeaderList } from '../../boundary/wire.ts'

/** One request of a client on a socket, and the way back to it: what HTTP/1.1 and HTTP/2 have in common. */
export interface Line {
  readonly method: string
  /** In order, a repeated one as often as it was sent. Names in lower case. */
  readonly headers: HeaderList
  /** The body as it comes; absent where the head says that there is none. Fails where the client lets go of it. */
  readonly body?: AsyncIterable<Uint8Array> | undefined
  /** Runs `tell` when the line is over, and says whether the client went before it had its answer. */
  whenOver(tell: (gone: boolean) => void): void
  /** Answers in one piece; without a body where `body` is left out. A text is sent with its head at once, and costs less. */
  whole(status: number, headers: HeaderList, body?: string | Uint8Array): void
  /** Answers part by part, as fast as the client takes them. A body that breaks off ends the line with what was sent. */
  stream(status: number, headers: HeaderList, body: ReadableStream<Uint8Array>): Promise<void>
  /** Breaks the line, as a host does that has failed. */
  reset(): Promise<void>
  /** Lets go of the client without a word. */
  drop(): void
}
