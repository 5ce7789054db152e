/** One event: its data, and its name where the wire gives it one. */
export interface ServerSentEvent {
  event?: string
  data: string
}

/** How much a delta carries, in characters. */
const DELTA = 16

/** The body of a streamed answer. */
export function serverSentEvents(events: Iterable<ServerSentEvent>): ReadableStream<Uint8Array> {
  return textStream(frames(events))
}

function* frames(events: Iterable<ServerSentEvent>): Generator<string, void> {
  for (const { event, data } of events) yield `${event === undefined ? '' : `event: ${event}\n`}data: ${data}\n\n`
}

/** A body that comes in pieces of text. */
export function textStream(pieces: Iterator<string, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: (controller) => {
      const { done, value } = pieces.next()
      if (done) return controller.close()
      controller.enqueue(encoder.encode(value))
    },
  })
}

/** Pieces of a text, never through the middle of a character. */
export function* slices(text: string): Generator<string, void> {
  const characters = [...text]
  for (let from = 0; from < characters.length; from += DELTA) yield characters.slice(from, from + DELTA).join('')
}
