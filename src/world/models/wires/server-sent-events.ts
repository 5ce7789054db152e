import type { HttpOutput } from '../../../boundary/wire.ts'

/** One event: its data, and its name where the wire gives it one. */
export interface ServerSentEvent {
  event?: string
  data: string
}

/** How much a delta carries, in characters. */
const DELTA = 16

/** The pieces of a streamed answer, an event each. */
export function serverSentEvents(events: Iterable<ServerSentEvent>): string[] {
  return [...events].map(({ event, data }) => `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`)
}

/** A body that comes in pieces of text. */
export function textStream(texts: readonly string[]): Pick<HttpOutput, 'body' | 'streamBytes'> {
  const encoder = new TextEncoder()
  const pieces = texts.map((text) => encoder.encode(text))
  const left = pieces.values()
  const body = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      const { done, value } = left.next()
      if (done) return controller.close()
      controller.enqueue(value)
    },
  })
  const streamBytes = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0)
  return { body, streamBytes: () => streamBytes }
}

/** Pieces of a text, never through the middle of a character. */
export function* slices(text: string): Generator<string, void> {
  const characters = [...text]
  for (let from = 0; from < characters.length; from += DELTA) yield characters.slice(from, from + DELTA).join('')
}
