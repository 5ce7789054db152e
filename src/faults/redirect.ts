import { z } from 'zod'
import { WholeBody } from '../boundary/wire.ts'
import { defineFault } from './define.ts'

export const redirect = defineFault({
  name: 'redirect',
  summary: 'The service sends the client to another address and does nothing.',
  channels: ['http', 'model'],
  params: z.strictObject({
    status: z.literal([301, 302, 303, 307, 308]).default(302),
    location: z.string().min(1).default('https://elsewhere.test/'),
  }),
  arbitrary: (fc) =>
    fc.record({
      status: fc.constantFrom(301, 302, 303, 307, 308),
      location: fc.constantFrom('https://elsewhere.test/', '/elsewhere'),
    }),
  detectable: true,
  terminal: true,
  inject:
    ({ status, location }) =>
    async () => ({ kind: 'ok', output: { status, headers: [['location', location]], body: new WholeBody('') } }),
  symptom: ({ executed, delivered }, { status, location }) => {
    if (executed || delivered?.status !== status || delivered.headers?.location !== location) return undefined
    return `sent to ${location}, nothing was executed`
  },
})
