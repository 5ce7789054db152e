import { z } from 'zod'
import { refuse } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

const REFUSAL = { status: 403, code: 'permission_denied' }

export const permissionDenied = defineFault({
  name: 'permission-denied',
  summary: 'The service says that the agent may not do this.',
  channels: ['http', 'tool', 'model', 'sql'],
  params: z.strictObject({ message: z.string().default('Permission denied') }),
  arbitrary: (fc) => fc.record({ message: fc.constantFrom('Permission denied', 'Insufficient scope') }),
  detectable: true,
  terminal: true,
  inject:
    ({ message }) =>
    async (call) =>
      refuse(call, { ...REFUSAL, message }),
  symptom: (story) => (wasRefused(story, REFUSAL) ? 'permission denied, nothing was executed' : undefined),
})
