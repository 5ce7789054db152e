import { pipeline, Readable, type Transform } from 'node:stream'
import type { ReadableStream as NodeStream } from 'node:stream/web'
import { constants, createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { type HeaderList, headerOf } from '../../boundary/wire.ts'

type Body = ReadableStream<Uint8Array>

const FLUSHING = { flush: constants.Z_SYNC_FLUSH, finishFlush: constants.Z_SYNC_FLUSH }
const BROTLI = { flush: constants.BROTLI_OPERATION_FLUSH, finishFlush: constants.BROTLI_OPERATION_FLUSH }

/** As lenient as Node's own fetch is. */
const DECODERS = new Map<string, () => Transform>([
  ['gzip', () => createGunzip(FLUSHING)],
  ['x-gzip', () => createGunzip(FLUSHING)],
  ['deflate', () => createInflate(FLUSHING)],
  ['br', () => createBrotliDecompress(BROTLI)],
  ['zstd', () => createZstdDecompress()],
])

/** What a fetch takes off a body, the last first; nothing where one of them is none that it knows. */
export function codingsOf(headers: HeaderList): string[] {
  const value = headerOf(headers, 'content-encoding')
  const codings =
    value === undefined
      ? []
      : value
          .toLowerCase()
          .split(',')
          .map((coding) => coding.trim())
  return codings.every((coding) => DECODERS.has(coding)) ? codings.reverse() : []
}

/** A body without its compression. One that breaks off, or is no such thing, fails in the middle. */
export function decoded(body: Body, codings: readonly string[]): Body {
  const decoders = codings.flatMap((coding) => DECODERS.get(coding)?.() ?? [])
  const last = decoders.at(-1)
  if (!last) return body
  // What goes wrong on the way is told by the last of them.
  pipeline([Readable.fromWeb(body as NodeStream), ...decoders], () => {})
  return Readable.toWeb(last) as Body
}

/** The same body, whose failure its reader knows as its own. */
export function failingAs(body: Body, failure: (thrown: unknown) => unknown): Body {
  const reader = body.getReader()
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        try {
          const { done, value } = await reader.read()
          if (done) controller.close()
          else controller.enqueue(value)
        } catch (thrown) {
          controller.error(failure(thrown))
        }
      },
      cancel: (reason) => reader.cancel(reason),
    },
    { highWaterMark: 0 },
  )
}
