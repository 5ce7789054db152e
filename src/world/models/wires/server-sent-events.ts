/** One event: its data, and its name where the wire gives it one. */
export interface ServerSentEvent {
  event?: string
  data: string
}

/** How much a delta carries, in characters. */
const DELTA = 16

/** The body of a streamed answer. */
export function serverSentEvents(events: Iterator<ServerSentEvent, void>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: (controller) => {
      const { done, value } = events.next()
      if (done) return controller.close()
      const name = value.event === undefined ? '' : `event: ${value.event}\n`
      controller.enqueue(encoder.encode(`${name}data: ${value.data}\n\n`))
    },
  })
}

/** Pieces of a text, never through the middle of a character. */
export function* slices(text: string): Generator<string, void> {
  const characters = [...text]
  for (let from = 0; from < characters.length; from += DELTA) yield characters.slice(from, from + DELTA).join('')
}
