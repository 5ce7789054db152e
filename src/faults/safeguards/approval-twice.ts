import { z } from 'zod'
import type { Given } from '../../boundary/approver.ts'
import { defineFault } from '../define.ts'

export const approvalTwice = defineFault({
  name: 'approval-twice',
  summary: 'A yes is delivered again: later requests are answered with the one that was given to an earlier one.',
  seat: 'guard',
  params: z.strictObject({
    /** Who says the first yes. Without it: whoever answers in the scenario. */
    by: z.string().min(1).optional(),
  }),
  arbitrary: (fc) => fc.record({ by: fc.constantFrom('approver', 'dana') }),
  cases: { '': { by: 'a person' } },
  breaks: ({ by }) => ({
    approver: (sound, strikes) => {
      let given: Given | undefined
      return {
        ...sound,
        ask: async (request, signal, think) => {
          if (given && strikes.at(request.call)) return given
          const first: Given = by
            ? { kind: 'approved', by, to: request.token }
            : await sound.ask(request, signal, think)
          if (first.kind === 'approved') given = first
          return first
        },
      }
    },
  }),
  struck: () => 'an old yes was delivered once more',
})
