import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

export const serializationFailure = defineFault({
  name: 'serialization-failure',
  summary: 'The database cannot let the transaction stand beside another one, and asks for it to be tried again.',
  channels: ['sql'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  ...refusing(
    () => ({
      status: 409,
      code: 'serialization_failure',
      sqlState: '40001',
      message: 'could not serialize access due to concurrent update',
    }),
    () => 'a serialization failure, nothing was executed',
  ),
})
