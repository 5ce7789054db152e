import { z } from 'zod'
import type { Spoiling } from '../../boundary/breakage.ts'
import type { Decision } from '../../boundary/decision.ts'
import { defineFault } from '../define.ts'

const SPOILINGS = ['wrong-case', 'wrong-type', 'unknown-word', 'truncated', 'empty'] as const satisfies Spoiling[]

export const guardMalformed = defineFault({
  name: 'guard-malformed',
  summary:
    'What the safeguard says is no verdict: wrong case, wrong type, an unknown word, half a text, nothing in it.',
  seat: 'guard',
  params: z.strictObject({ as: z.enum(SPOILINGS).default('unknown-word') }),
  arbitrary: (fc) => fc.record({ as: fc.constantFrom(...SPOILINGS) }),
  cases: Object.fromEntries(SPOILINGS.map((as) => [as, { as }])),
  breaks: ({ as }) => ({
    state: (state, strikes) => {
      const { inspect } = state
      const spoil = <D extends Decision | undefined>(call: string, decide: () => D | Promise<D>): D | Promise<D> => {
        if (!strikes.at(call)) return decide()
        const said = decide()
        return said instanceof Promise ? said.then((one) => spoiled(one, as)) : spoiled(said, as)
      }
      return {
        ...state,
        decide: (call) => spoil(call.id, () => state.decide(call)),
        ...(inspect && { inspect: (call, effects) => spoil(call.id, () => inspect(call, effects)) }),
      }
    },
    program: { how: 'spoiled', as },
  }),
  struck: ({ as }) => `the guard's verdict was spoiled: ${as}`,
})

/** A verdict as whoever reads it must not take it for one. What is not its business stays so. */
function spoiled<D extends Decision | undefined>(decision: D, as: Spoiling): D {
  if (!decision) return decision
  return wrong(decision, as) as D
}

function wrong(decision: Decision, as: Spoiling): unknown {
  if (as === 'wrong-case') return { ...decision, kind: decision.kind.toUpperCase() }
  if (as === 'wrong-type') return { ...decision, kind: { [decision.kind]: true } }
  if (as === 'unknown-word') return { ...decision, kind: 'maybe' }
  const text = JSON.stringify(decision)
  return as === 'truncated' ? text.slice(0, text.length >> 1) : {}
}
