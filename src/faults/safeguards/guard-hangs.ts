import { z } from 'zod'
import { defineFault } from '../define.ts'

export const guardHangs = defineFault({
  name: 'guard-hangs',
  summary: 'The safeguard is asked and never answers.',
  seat: 'guard',
  params: z.strictObject({}),
  arbitrary: (fc) => fc.record({}),
  breaks: () => ({
    state: (state, strikes) => {
      const { inspect } = state
      return {
        ...state,
        decide: (call) => (strikes.at(call.id) ? never() : state.decide(call)),
        ...(inspect && { inspect: (call, effects) => (strikes.at(call.id) ? never() : inspect(call, effects)) }),
      }
    },
    program: { how: 'hangs' },
  }),
  struck: () => 'the guard never answered',
})

function never(): Promise<never> {
  return new Promise(() => {})
}
