import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

const params = z.strictObject({ retryAfterSeconds: z.int().min(0).max(86_400).default(5) })

export const unavailable = defineFault({
  name: 'unavailable',
  summary: 'The service is down for a while: it answers 503 and says when to come back.',
  channels: ['http', 'tool', 'model'],
  params,
  arbitrary: (fc) => fc.record({ retryAfterSeconds: fc.integer({ min: 0, max: 600 }) }),
  ...refusing<z.output<typeof params>>(
    ({ retryAfterSeconds: seconds }) => ({
      status: 503,
      code: 'unavailable',
      // In the message too: a tool's reply has no headers.
      message: `Unavailable. Retry after ${seconds} s.`,
      headers: { 'retry-after': String(seconds) },
    }),
    ({ retryAfterSeconds }) => `unavailable for ${retryAfterSeconds} s`,
  ),
})
