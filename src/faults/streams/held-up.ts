import type { InterceptContext } from '../../boundary/interceptor.ts'
import type { HttpOutput } from '../../boundary/wire.ts'
import { eventsOf } from './event-stream.ts'

/** Where a stream of events stands still, and for how long. */
export interface Stall {
  afterEvents: number
  forMs: number
}

/** The same events, with a wait between two of them. A stream that has ended by then does not wait. */
export function heldUp(
  body: HttpOutput['body'],
  { afterEvents, forMs }: Stall,
  { signal, clock }: InterceptContext,
): ReadableStream<Uint8Array> {
  const source = eventsOf(body, signal)
  let passed = 0
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const event = await source.read()
        if (!event) return controller.close()
        if (passed === afterEvents) await clock.sleep(forMs, signal)
        passed++
        controller.enqueue(event)
      },
      cancel: source.cancel,
    },
    { highWaterMark: 0 },
  )
}
