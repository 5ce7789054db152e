import { z } from 'zod'
import { BrokenBody } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { type EventSource, eventsOf, onEventStream } from './streams/event-stream.ts'
import { brokeOff, endedEarly } from './symptoms/cut-short.ts'

const hows = ['clean', 'reset'] as const
const params = z.strictObject({
  missingEvents: z.int().min(1).max(1_000_000).default(3),
  how: z.enum(hows).default('clean'),
})
type Params = z.output<typeof params>

export const truncatedStream = defineFault({
  name: 'truncated-stream',
  summary:
    'The world does what was asked, and the last events of its stream are missing: those that say that it is whole.',
  channels: ['http', 'model'],
  reply: 'event-stream',
  actsOn: 'streams of events',
  params,
  arbitrary: (fc) => fc.record({ missingEvents: fc.integer({ min: 1, max: 3 }), how: fc.constantFrom(...hows) }),
  detectable: true,
  terminal: false,
  inject:
    (limit) =>
    async (_call, next, { signal }) =>
      onEventStream(await next(), (body) => withoutEnd(eventsOf(body, signal), limit)),
  symptom: (story, { how }) => {
    if (how === 'clean') return endedEarly(story) ? 'the stream ended without its last events' : undefined
    return brokeOff(story) ? 'the stream broke off before its last events' : undefined
  },
})

/** Holds back as many events as will be missing: which ones are the last shows when there are no more. */
function withoutEnd(source: EventSource, { missingEvents, how }: Params): ReadableStream<Uint8Array> {
  const held: Uint8Array[] = []
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        for (let event = await source.read(); event; event = await source.read()) {
          held.push(event)
          if (held.length > missingEvents) return controller.enqueue(held.shift() as Uint8Array)
        }
        if (how === 'reset') controller.error(new BrokenBody())
        else controller.close()
      },
      cancel: source.cancel,
    },
    { highWaterMark: 0 },
  )
}
