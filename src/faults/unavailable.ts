import { z } from 'zod'
import { refuse } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

export const unavailable = defineFault({
  name: 'unavailable',
  summary: 'The service is down for a while: it answers 503 and says when to come back.',
  channels: ['http', 'tool', 'model'],
  params: z.strictObject({ retryAfterSeconds: z.int().min(0).max(86_400).default(5) }),
  arbitrary: (fc) => fc.record({ retryAfterSeconds: fc.integer({ min: 0, max: 600 }) }),
  detectable: true,
  terminal: true,
  inject:
    ({ retryAfterSeconds }) =>
    async (call) =>
      // In the message too: a tool's reply has no headers.
      refuse(call, { ...refusal(retryAfterSeconds), message: `Unavailable. Retry after ${retryAfterSeconds} s.` }),
  symptom: (story, { retryAfterSeconds }) =>
    wasRefused(story, refusal(retryAfterSeconds)) ? `unavailable for ${retryAfterSeconds} s` : undefined,
})

function refusal(seconds: number) {
  return { status: 503, code: 'unavailable', headers: { 'retry-after': String(seconds) } }
}
