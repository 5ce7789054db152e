import { z } from 'zod'
import { defineFault } from '../define.ts'

const CODES = { refused: 'connect ECONNREFUSED', late: 'connect ETIMEDOUT' } as const

export const guardUnreachable = defineFault({
  name: 'guard-unreachable',
  summary:
    'The ledger or the policy service that the safeguard looks things up in cannot be reached, or answers too late.',
  seat: 'guard',
  params: z.strictObject({ how: z.enum(['refused', 'late']).default('refused') }),
  arbitrary: (fc) => fc.record({ how: fc.constantFrom('refused', 'late') }),
  cases: { refused: { how: 'refused' }, late: { how: 'late' } },
  breaks: ({ how }) => ({
    context: ({ read, ...context }, strikes) => ({
      ...context,
      ...(read && {
        read: (collection, id) => {
          if (strikes.now()) throw new Error(CODES[how])
          return read(collection, id)
        },
      }),
    }),
  }),
  struck: ({ how }) => `what the guard looks things up in was not to be had: ${CODES[how]}`,
})
