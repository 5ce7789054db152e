import { z } from 'zod'
import { BrokenBody } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { type Source, sourceOf } from './replies/source.ts'
import { onEventStream } from './streams/event-stream.ts'
import { brokeOff, endedEarly } from './symptoms/cut-short.ts'

const how = z.enum(['clean', 'error']).default('clean')
const count = z.int().min(0).max(1_000_000_000)
const params = z.union([
  z.strictObject({ afterBytes: count, how }),
  z.strictObject({ afterEvents: count.default(1), how }),
])
type Params = z.infer<typeof params>

export const streamCut = defineFault<Params, z.input<typeof params>>({
  name: 'stream-cut',
  summary: 'The world does what was asked, and the stream of its events stops before its end.',
  channels: ['http', 'model'],
  reply: 'event-stream',
  actsOn: 'streams of events',
  params,
  arbitrary: (fc) => {
    const ending = { how: fc.constantFrom('clean' as const, 'error' as const) }
    return fc.oneof(
      fc.record({ afterBytes: fc.integer({ min: 0, max: 40 }), ...ending }),
      fc.record({ afterEvents: fc.integer({ min: 0, max: 2 }), ...ending }),
    )
  },
  detectable: true,
  terminal: false,
  inject:
    (limit) =>
    async (_call, next, { signal }) =>
      onEventStream(await next(), (body) => cut(sourceOf(body, signal), roomFor(limit), limit.how)),
  symptom: (story, { how: ending }) => {
    if (ending === 'clean') return endedEarly(story) ? 'the stream ended early' : undefined
    return brokeOff(story) ? 'the stream broke off' : undefined
  },
})

/** How many bytes of the next piece may pass. */
type Room = (piece: Uint8Array) => number

function cut(source: Source, room: Room, ending: Params['how']): ReadableStream<Uint8Array> {
  let over = false
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const piece = await source.read()
        if (piece && !over) {
          const passing = room(piece)
          over = passing < piece.byteLength
          return controller.enqueue(piece.subarray(0, passing))
        }
        // The world finishes its work although nobody listens.
        while (over && (await source.read()));
        if (over && ending === 'error') controller.error(new BrokenBody())
        else controller.close()
      },
      cancel: source.cancel,
    },
    { highWaterMark: 0 },
  )
}

function roomFor(limit: Params): Room {
  return 'afterBytes' in limit ? roomForBytes(limit.afterBytes) : roomForEvents(limit.afterEvents)
}

function roomForBytes(left: number): Room {
  return ({ byteLength }) => {
    const passing = Math.min(left, byteLength)
    left -= passing
    return passing
  }
}

const [LINE_FEED, CARRIAGE_RETURN] = [10, 13]

/** An event ends with an empty line. */
function roomForEvents(left: number): Room {
  let emptyLine = false
  return (piece) => {
    for (const [index, byte] of piece.entries()) {
      if (left === 0) return index
      if (byte === CARRIAGE_RETURN) continue
      if (byte === LINE_FEED && emptyLine) left--
      emptyLine = byte === LINE_FEED
    }
    return piece.byteLength
  }
}
