const DISTURBED: unique symbol = Symbol.for('nodejs.stream.disturbed') as never
const ERRORED: unique symbol = Symbol.for('nodejs.stream.errored') as never

/**
 * A body that is at hand, in the place of the stream of its bytes. Most bodies are read whole: then no stream is ever
 * made. Whoever wants the stream itself gets a real one, in the state in which it would be by then.
 *
 * Fetch's own classes take it for a stream (it inherits from ReadableStream) and use nothing of it but what is here.
 */
export class LateStream {
  #source: string | Uint8Array
  #taken = false
  #real: ReadableStream<Uint8Array<ArrayBuffer>> | undefined
  /** Fetch's own stream of nothing has come to its end by now. */
  #over = false

  constructor(source: string | Uint8Array) {
    this.#source = typeof source === 'string' ? source.toWellFormed() : source
    if (source.length === 0)
      queueMicrotask(() => {
        this.#over = true
      })
  }

  /** The whole body, once. Undefined where it was read before or somebody may be reading its stream. */
  take(): string | Uint8Array | undefined {
    const source = this.#source
    // What becomes of a byte order mark is for fetch's own code to say.
    if (this.#taken || this.#real || startsWithMark(source)) return undefined
    this.#taken = true
    this.#source = ''
    return source
  }

  get real(): ReadableStream<Uint8Array<ArrayBuffer>> {
    this.#real ??= this.#taken ? readStream() : streamOf(this.#source, this.#over)
    return this.#real
  }

  get locked(): boolean {
    return this.#real ? this.#real.locked : this.#taken
  }

  get [DISTURBED](): boolean {
    return this.#real ? Boolean(Reflect.get(this.#real, DISTURBED)) : this.#taken
  }

  get [ERRORED](): boolean {
    return this.#real ? Boolean(Reflect.get(this.#real, ERRORED)) : false
  }

  getReader(options?: ReadableStreamGetReaderOptions) {
    return this.real.getReader(options as undefined)
  }

  cancel(reason?: unknown) {
    return this.real.cancel(reason)
  }

  tee() {
    return this.real.tee()
  }

  pipeThrough<T>(pair: ReadableWritablePair<T, Uint8Array<ArrayBuffer>>, options?: StreamPipeOptions) {
    return this.real.pipeThrough(pair, options)
  }

  pipeTo(destination: WritableStream<Uint8Array<ArrayBuffer>>, options?: StreamPipeOptions) {
    return this.real.pipeTo(destination, options)
  }

  values(options?: ReadableStreamIteratorOptions) {
    return this.real.values(options)
  }

  [Symbol.asyncIterator](options?: ReadableStreamIteratorOptions) {
    return this.real.values(options)
  }
}

Object.setPrototypeOf(LateStream.prototype, ReadableStream.prototype)

function startsWithMark(source: string | Uint8Array): boolean {
  return typeof source === 'string' ? source.charCodeAt(0) === 0xfeff : source[0] === 0xef && source[1] === 0xbb
}

/** As fetch makes the stream of a text or of bytes: all of it in one chunk, then the end, at once where it is `over`. */
function streamOf(source: string | Uint8Array, over: boolean): ReadableStream<Uint8Array<ArrayBuffer>> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : new Uint8Array(source)
  return new ReadableStream({
    type: 'bytes',
    start: (controller) => {
      if (bytes.byteLength > 0) controller.enqueue(bytes)
      if (over) close(controller)
      else queueMicrotask(() => close(controller))
    },
  })
}

function close(controller: ReadableByteStreamController): void {
  try {
    controller.close()
    // A reader that waits with a buffer of its own learns of the end by this alone.
    controller.byobRequest?.respond(0)
  } catch {
    // It was cancelled before.
  }
}

/** As a stream is that was read to its end by text(): empty, and its reader never let go. */
function readStream(): ReadableStream<Uint8Array<ArrayBuffer>> {
  const stream = new ReadableStream<Uint8Array<ArrayBuffer>>({ type: 'bytes' })
  void stream.getReader().cancel()
  return stream
}
