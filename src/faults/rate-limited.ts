import { z } from 'zod'
import { refuse } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

export const rateLimited = defineFault({
  name: 'rate-limited',
  summary: 'The service answers 429 and says when to come back.',
  channels: ['http', 'tool', 'model'],
  params: z.strictObject({ retryAfterSeconds: z.int().min(0).max(86_400).default(1) }),
  arbitrary: (fc) => fc.record({ retryAfterSeconds: fc.integer({ min: 0, max: 120 }) }),
  detectable: true,
  terminal: true,
  inject:
    ({ retryAfterSeconds }) =>
    async (call) =>
      refuse(call, { ...refusal(retryAfterSeconds), message: `Too many requests. ${comeBack(retryAfterSeconds)}` }),
  symptom: (story, { retryAfterSeconds }) =>
    wasRefused(story, refusal(retryAfterSeconds)) ? `rate limited for ${retryAfterSeconds} s` : undefined,
})

function refusal(seconds: number) {
  return { status: 429, code: 'rate_limited', headers: { 'retry-after': String(seconds) } }
}

// In the message too: a tool's reply has no headers.
function comeBack(seconds: number): string {
  return `Retry after ${seconds} s.`
}
