import { z } from 'zod'
import { defineFault } from '../define.ts'

export const guardAuditFull = defineFault({
  name: 'guard-audit-full',
  summary: 'Where the safeguard writes what a person must know, nothing can be written: the sink is full, or fails.',
  seat: 'guard',
  params: z.strictObject({ how: z.enum(['full', 'failing']).default('full') }),
  arbitrary: (fc) => fc.record({ how: fc.constantFrom('full', 'failing') }),
  cases: { full: { how: 'full' }, failing: { how: 'failing' } },
  breaks: ({ how }) => ({
    context: (context, strikes) => ({
      ...context,
      alert: (message, call) => {
        if (strikes.now()) throw new Error(how === 'full' ? 'ENOSPC: no space left on device' : 'EIO: i/o error')
        context.alert(message, call)
      },
    }),
  }),
  struck: ({ how }) => `the guard's audit sink was ${how}`,
})
