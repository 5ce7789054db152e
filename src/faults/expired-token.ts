import { z } from 'zod'
import { refuse } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

const REFUSAL = {
  status: 401,
  code: 'invalid_token',
  headers: { 'www-authenticate': 'Bearer error="invalid_token", error_description="The access token expired"' },
}

export const expiredToken = defineFault({
  name: 'expired-token',
  summary: 'The service says that the access token has expired.',
  channels: ['http', 'model'],
  params: z.strictObject({ message: z.string().default('The access token expired') }),
  arbitrary: (fc) => fc.record({ message: fc.constantFrom('The access token expired', 'Token expired') }),
  detectable: true,
  terminal: true,
  inject:
    ({ message }) =>
    async (call) =>
      refuse(call, { ...REFUSAL, message }),
  // A client sees the header; the trace keeps only the headers that its next step depends on.
  symptom: (story) =>
    wasRefused(story, { status: REFUSAL.status, code: REFUSAL.code })
      ? 'token expired, nothing was executed'
      : undefined,
})
