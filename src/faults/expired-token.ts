import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

const params = z.strictObject({ message: z.string().default('The access token expired') })

export const expiredToken = defineFault({
  name: 'expired-token',
  summary: 'The service says that the access token has expired.',
  channels: ['http', 'model'],
  params,
  arbitrary: (fc) => fc.record({ message: fc.constantFrom('The access token expired', 'Token expired') }),
  ...refusing<z.output<typeof params>>(
    ({ message }) => ({
      status: 401,
      code: 'invalid_token',
      message,
      headers: { 'www-authenticate': 'Bearer error="invalid_token", error_description="The access token expired"' },
    }),
    () => 'token expired, nothing was executed',
  ),
})
