import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

export const authenticationFailed = defineFault({
  name: 'authentication-failed',
  summary: "The model's provider does not accept the key: trying again does not help.",
  channels: ['model'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  ...refusing(
    () => ({ status: 401, code: 'authentication_failed', message: 'The API key is not valid.' }),
    () => 'the provider did not accept the key',
  ),
})
