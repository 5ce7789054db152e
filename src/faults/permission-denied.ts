import { z } from 'zod'
import { defineFault } from './define.ts'
import { refusing } from './refusing.ts'

const params = z.strictObject({ message: z.string().default('Permission denied') })

export const permissionDenied = defineFault({
  name: 'permission-denied',
  summary: 'The service says that the agent may not do this.',
  channels: ['http', 'tool', 'model', 'sql'],
  params,
  arbitrary: (fc) => fc.record({ message: fc.constantFrom('Permission denied', 'Insufficient scope') }),
  ...refusing<z.output<typeof params>>(
    ({ message }) => ({ status: 403, code: 'permission_denied', message }),
    () => 'permission denied, nothing was executed',
  ),
})
