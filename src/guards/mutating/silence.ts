import type { Decision } from '../../boundary/decision.ts'
import { altered, type Mutant } from '../mutant.ts'

/** A guard that asks a person and takes no answer for a yes. */
export const silenceIsYes: Mutant<never> = {
  name: 'silence-is-yes',
  describe: 'where nobody answers in time, the call runs',
  wanted: 'in no trial does it ask a person who does not answer: add a variant whose approver is silent',
  behaviour: altered((usual) => ({
    decide: async (call) => patient(await usual.decide(call)),
    ...(usual.inspect && { inspect: async (call, effects) => patient(await usual.inspect?.(call, effects)) }),
  })),
}

function patient<D extends Decision | undefined>(decision: D): D {
  if (decision?.kind !== 'hold') return decision
  return {
    ...decision,
    resolve: (answer) =>
      answer.kind === 'silent' ? { kind: 'allow', reason: 'nobody said no' } : decision.resolve(answer),
  }
}
