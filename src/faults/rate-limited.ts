import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

const params = z.strictObject({ retryAfterSeconds: z.int().min(0).max(86_400).default(1) })

export const rateLimited = defineFault({
  name: 'rate-limited',
  summary: 'The service answers 429 and says when to come back.',
  channels: ['http', 'tool', 'model'],
  params,
  arbitrary: (fc) => fc.record({ retryAfterSeconds: fc.integer({ min: 0, max: 120 }) }),
  ...refusing<z.output<typeof params>>(
    ({ retryAfterSeconds: seconds }) => ({
      status: 429,
      code: 'rate_limited',
      // In the message too: a tool's reply has no headers.
      message: `Too many requests. Retry after ${seconds} s.`,
      headers: { 'retry-after': String(seconds) },
    }),
    ({ retryAfterSeconds }) => `rate limited for ${retryAfterSeconds} s`,
  ),
})
