import { z } from 'zod'
import { defineFault } from './define.ts'

export const connectionReset = defineFault({
  name: 'connection-reset',
  summary: 'The connection is reset before the call reaches the world.',
  channels: ['http', 'tool', 'model', 'tcp'],
  params: z.strictObject({}),
  arbitrary: (fc) => fc.constant({}),
  detectable: true,
  terminal: true,
  inject: () => async () => ({ kind: 'broken', how: 'reset' }),
  symptom: ({ executed, delivered }) => {
    if (executed || delivered?.outcome !== 'broken' || delivered.how !== 'reset') return undefined
    return 'a broken connection, nothing was executed'
  },
})
