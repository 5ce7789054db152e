import { z } from 'zod'
import { defineFault } from './define.ts'
import { gaveUpWaiting, waited } from './symptoms/waited.ts'

export const latency = defineFault({
  name: 'latency',
  summary: 'The call reaches the world late; the reply is the right one.',
  channels: ['http', 'tool', 'model', 'sql', 'tcp'],
  params: z.strictObject({ ms: z.int().min(1).max(86_400_000).default(2_000) }),
  arbitrary: (fc) => fc.record({ ms: fc.integer({ min: 1, max: 60_000 }) }),
  detectable: true,
  terminal: false,
  inject:
    ({ ms }) =>
    async (_call, next, { signal, clock }) => {
      await clock.sleep(ms, signal)
      return next()
    },
  symptom: (story, { ms }) => {
    if (gaveUpWaiting(story)) return 'the client gave up on a slow call'
    return (waited(story) ?? 0) >= ms ? `slower by ${ms} ms` : undefined
  },
})
