import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

const params = z.strictObject({
  status: z.int().min(400).max(599).default(500),
  code: z.string().min(1).default('internal_error'),
  message: z.string().default('Internal error'),
  retryAfterSeconds: z.int().min(0).max(86_400).optional(),
})

export const errorStatus = defineFault({
  name: 'error-status',
  summary: 'The service answers with an error status and does nothing.',
  channels: ['http', 'tool', 'model'],
  params,
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
  ...refusing<z.output<typeof params>>(
    ({ status, code, message, retryAfterSeconds: seconds }) => {
      const headers = seconds === undefined ? {} : { 'retry-after': String(seconds) }
      return { status, code, message, headers }
    },
    ({ code }, status) => `error ${status ?? code}, nothing was executed`,
  ),
})
