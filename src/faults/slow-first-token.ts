import { z } from 'zod'
import { defineFault } from './define.ts'
import { onEventStream } from './streams/event-stream.ts'
import { heldUp } from './streams/held-up.ts'
import { tookLong } from './symptoms/took-long.ts'

export const slowFirstToken = defineFault({
  name: 'slow-first-token',
  summary: 'The stream opens at once, and its first event comes late.',
  channels: ['http', 'model'],
  reply: 'event-stream',
  actsOn: 'streams of events',
  params: z.strictObject({ afterMs: z.int().min(1).max(86_400_000).default(30_000) }),
  arbitrary: (fc) => fc.record({ afterMs: fc.integer({ min: 1, max: 600_000 }) }),
  detectable: true,
  terminal: false,
  inject:
    ({ afterMs: forMs }) =>
    async (_call, next, context) =>
      onEventStream(await next(), (body) => heldUp(body, { afterEvents: 0, forMs }, context)),
  symptom: (story, { afterMs }) => tookLong(story, afterMs, 'the first event'),
})
