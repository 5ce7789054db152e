import { z } from 'zod'
import { defineFault } from '../define.ts'

export const guardThrows = defineFault({
  name: 'guard-throws',
  summary: 'The safeguard throws in place of deciding; a program that is one exits with an error.',
  seat: 'guard',
  params: z.strictObject({ message: z.string().min(1).default('it has no connection to its ledger') }),
  arbitrary: (fc) => fc.record({ message: fc.constantFrom('boom', 'it has no connection to its ledger') }),
  breaks: ({ message }) => ({
    state: (state, strikes) => {
      const fail = <T>(call: string, otherwise: () => T): T => {
        if (strikes.at(call)) throw new Error(message)
        return otherwise()
      }
      const { confirm, inspect } = state
      return {
        ...state,
        decide: (call) => fail(call.id, () => state.decide(call)),
        ...(confirm && { confirm: (call) => fail(call.id, () => confirm(call)) }),
        ...(inspect && { inspect: (call, effects) => fail(call.id, () => inspect(call, effects)) }),
      }
    },
    program: { how: 'ends', code: 1, stderr: message },
  }),
  struck: () => 'the guard threw',
})
