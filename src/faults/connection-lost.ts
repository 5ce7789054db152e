import { z } from 'zod'
import { defineFault } from './define.ts'

export const connectionLost = defineFault({
  name: 'connection-lost',
  summary:
    'The connection to the database breaks, before the statement or after it. What is not committed is rolled back.',
  channels: ['sql'],
  params: z.strictObject({ moment: z.enum(['before', 'after']).default('before') }),
  arbitrary: (fc) => fc.record({ moment: fc.constantFrom('before', 'after') }),
  detectable: true,
  terminal: false,
  unheard: true,
  terminalFor: ({ moment }) => moment === 'before',
  inject:
    ({ moment }) =>
    async (_call, next) => {
      if (moment === 'after') await next()
      return { kind: 'broken', how: 'reset' }
    },
  symptom: ({ executed, delivered }, { moment }) => {
    if (delivered?.outcome !== 'broken' || delivered.how !== 'reset') return undefined
    if (moment === 'before') return executed ? undefined : 'a broken connection, the statement was not executed'
    return executed ? 'a broken connection, the statement had been executed' : undefined
  },
})
