import { z } from 'zod'
import { refuse } from '../boundary/reply.ts'
import { defineFault } from './define.ts'
import { wasRefused } from './symptoms/was-refused.ts'

const REFUSAL = { status: 409, code: 'serialization_failure', sqlState: '40001' }

export const serializationFailure = defineFault({
  name: 'serialization-failure',
  summary: 'The database cannot let the transaction stand beside another one, and asks for it to be tried again.',
  channels: ['sql'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  terminal: true,
  inject: () => async (call) =>
    refuse(call, { ...REFUSAL, message: 'could not serialize access due to concurrent update' }),
  symptom: (story) => (wasRefused(story, REFUSAL) ? 'a serialization failure, nothing was executed' : undefined),
})
