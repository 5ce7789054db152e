import { z } from 'zod'
import { defineFault } from './define.ts'
import { onEventStream } from './streams/event-stream.ts'
import { heldUp } from './streams/held-up.ts'
import { tookLong } from './symptoms/took-long.ts'

export const stalledStream = defineFault({
  name: 'stalled-stream',
  summary: 'The stream begins, and then nothing comes for a long time while it stays open.',
  channels: ['http', 'model'],
  reply: 'event-stream',
  actsOn: 'streams of events that go on behind `afterEvents`',
  params: z.strictObject({
    afterEvents: z.int().min(1).max(1_000_000).default(1),
    forMs: z.int().min(1).max(86_400_000).default(600_000),
  }),
  arbitrary: (fc) =>
    fc.record({ afterEvents: fc.integer({ min: 1, max: 2 }), forMs: fc.integer({ min: 1, max: 3_600_000 }) }),
  detectable: true,
  terminal: false,
  inject: (stall) => async (_call, next, context) =>
    onEventStream(await next(), (body) => heldUp(body, stall, context)),
  symptom: (story, { forMs }) => tookLong(story, forMs, 'the next event'),
})
