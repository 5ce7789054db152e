import { z } from 'zod'
import { defineFault } from '../define.ts'

export const guardStale = defineFault({
  name: 'guard-stale',
  summary:
    'The safeguard knows the world as it was at the start: what calls came to, and what changed, does not reach it.',
  seat: 'guard',
  params: z.strictObject({}),
  arbitrary: (fc) => fc.record({}),
  breaks: () => ({
    state: ({ settle, undone, witness, ...state }, strikes) => ({
      ...state,
      decide: (call) => {
        strikes.at(call.id)
        return state.decide(call)
      },
      ...(settle && {
        settle: (call, executed, effects) => (strikes.at(call.id) ? undefined : settle(call, executed, effects)),
      }),
      ...(undone && {
        undone: (effects) => undone(effects.filter(({ call }) => !strikes.at(call))),
      }),
      ...(witness && {
        witness: (effect) => (effect.calls.some((call) => strikes.at(call)) ? undefined : witness(effect)),
      }),
    }),
  }),
  struck: () => 'the guard was told nothing of what came of the call',
})
