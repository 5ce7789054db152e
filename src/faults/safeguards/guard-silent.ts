import { z } from 'zod'
import { defineFault } from '../define.ts'

export const guardSilent = defineFault({
  name: 'guard-silent',
  summary:
    'The safeguard answers at once and says nothing: no verdict; a program that is one ends well without a word.',
  seat: 'guard',
  params: z.strictObject({}),
  arbitrary: (fc) => fc.record({}),
  breaks: () => ({
    state: (state, strikes) => ({
      ...state,
      decide: (call) => (strikes.at(call.id) ? (undefined as never) : state.decide(call)),
    }),
    program: { how: 'ends', code: 0 },
  }),
  struck: () => 'the guard said nothing',
})
