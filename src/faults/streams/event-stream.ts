import { isHttpOutput, type Reply } from '../../boundary/reply.ts'
import { type HttpOutput, headerOf } from '../../boundary/wire.ts'
import { type Source, sourceOf } from '../replies/source.ts'

/** Puts another body in the place of a stream of events. Any other reply passes as it is. */
export function onEventStream(reply: Reply, change: (body: HttpOutput['body']) => HttpOutput['body']): Reply {
  if (reply.kind === 'broken' || !isHttpOutput(reply.output)) return reply
  const { output } = reply
  const isStream = headerOf(output.headers, 'content-type')?.startsWith('text/event-stream')
  return isStream ? { ...reply, output: { ...output, body: change(output.body) } } : reply
}

/** A stream of events, one at a time. */
export interface EventSource {
  /** The bytes of the next event, or of what is left at the end; undefined behind it. Rejects where it is aborted. */
  read(): Promise<Uint8Array | undefined>
  cancel: Source['cancel']
}

/** Reads a body event by event, wherever the world cuts its pieces. */
export function eventsOf(body: HttpOutput['body'], signal: AbortSignal): EventSource {
  const source = sourceOf(body, signal)
  const ends = eventEnds()
  let rest: Uint8Array = new Uint8Array()
  let begun: Uint8Array[] = []
  const take = (upTo: number) => {
    const event = Buffer.concat([...begun, rest.subarray(0, upTo)])
    begun = []
    rest = rest.subarray(upTo)
    return event
  }
  return {
    cancel: source.cancel,
    read: async () => {
      for (;;) {
        const end = ends(rest)
        if (end !== undefined) return take(end)
        begun.push(rest)
        const piece = await source.read()
        rest = piece ?? new Uint8Array()
        if (piece) continue
        const left = take(0)
        return left.byteLength > 0 ? left : undefined
      }
    },
  }
}

const [LINE_FEED, CARRIAGE_RETURN] = [10, 13]

/** Where the event ends that goes on in a piece, counted from the piece's start. An event ends with an empty line. */
function eventEnds(): (piece: Uint8Array) => number | undefined {
  let emptyLine = false
  return (piece) => {
    for (const [index, byte] of piece.entries()) {
      if (byte === CARRIAGE_RETURN) continue
      const ended = byte === LINE_FEED && emptyLine
      emptyLine = byte === LINE_FEED && !ended
      if (ended) return index + 1
    }
    return undefined
  }
}
