import { z } from 'zod'
import { refuse } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

export const errorStatus = defineFault({
  name: 'error-status',
  summary: 'The service answers with an error status and does nothing.',
  channels: ['http', 'tool', 'model'],
  params: z.strictObject({
    status: z.int().min(400).max(599).default(500),
    code: z.string().min(1).default('internal_error'),
    message: z.string().default('Internal error'),
    retryAfterSeconds: z.int().min(0).max(86_400).optional(),
  }),
  arbitrary: (fc) =>
    fc.record(
      {
        status: fc.constantFrom(400, 404, 409, 422, 500, 502, 503, 504),
        code: fc.constantFrom('internal_error', 'unavailable', 'conflict'),
        message: fc.constantFrom('Internal error', 'Try again later'),
        retryAfterSeconds: fc.integer({ min: 0, max: 120 }),
      },
      { requiredKeys: ['status', 'code', 'message'] },
    ),
  detectable: true,
  terminal: true,
  inject:
    ({ status, code, message, retryAfterSeconds }) =>
    async (call) =>
      refuse(call, { status, code, message, headers: retryAfter(retryAfterSeconds) }),
  symptom: (story, { status, code, retryAfterSeconds }) =>
    wasRefused(story, { status, code, headers: retryAfter(retryAfterSeconds) })
      ? `error ${story.delivered?.status ?? code}, nothing was executed`
      : undefined,
})

function retryAfter(seconds: number | undefined): Record<string, string> {
  return seconds === undefined ? {} : { 'retry-after': String(seconds) }
}
