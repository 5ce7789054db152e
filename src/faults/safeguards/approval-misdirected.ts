import { z } from 'zod'
import { digest } from '../../kernel/json.ts'
import { defineFault } from '../define.ts'

export const approvalMisdirected = defineFault({
  name: 'approval-misdirected',
  summary: 'A yes that was given to something else is delivered: to other arguments, or to another call.',
  seat: 'guard',
  params: z.strictObject({
    givenTo: z.enum(['other-arguments', 'another-call']).default('other-arguments'),
    by: z.string().min(1).default('approver'),
  }),
  arbitrary: (fc) =>
    fc.record({ givenTo: fc.constantFrom('other-arguments', 'another-call'), by: fc.constantFrom('approver', 'dana') }),
  cases: { 'other-arguments': { givenTo: 'other-arguments' }, 'another-call': { givenTo: 'another-call' } },
  breaks: ({ givenTo, by }) => ({
    approver: (sound, strikes) => ({
      ...sound,
      ask: async (request, signal, think) => {
        if (!strikes.at(request.call)) return sound.ask(request, signal, think)
        const { call, principal, target, input } = request
        const to =
          givenTo === 'another-call'
            ? [`not ${call}`, principal, target, input]
            : [call, principal, target, null, input]
        return { kind: 'approved', by, to: digest(to) }
      },
    }),
  }),
  struck: ({ givenTo }) => `a yes to ${givenTo === 'another-call' ? 'another call' : 'other arguments'} was delivered`,
})
