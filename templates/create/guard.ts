import { defineGuard, fitsAny } from 'mettle'
import { z } from 'zod'

/** Describe it: what must never happen, whatever the agent does. */
export const samplePart = defineGuard({
  name: 'sample-part',
  summary: 'Caps how many things one call may touch.',
  params: z.strictObject({
    /** How many things a call may touch. */
    items: z.int().min(1).default(10),
    /** Targets that it concerns. */
    on: z.union([z.string(), z.array(z.string()).min(1)]).default('*'),
  }),
  start: ({ items, on }) => ({
    concerns: (call) => call.malformed !== undefined || fitsAny(on, call.target),
    decide: (call) => {
      // Whatever cannot be told is refused.
      if (call.malformed !== undefined || !Number.isSafeInteger(call.items) || call.items < 0) {
        return { kind: 'deny', reason: `how much ${call.target} touches cannot be told` }
      }
      if (call.items > items) return { kind: 'deny', reason: `${call.items} things at once; ${items} may be` }
      return { kind: 'allow', reason: 'few enough' }
    },
  }),
  // The oracle finds what got through. It reads what the world did, never what the guard decided.
  violations: ({ calls }, { items, on }) =>
    calls
      .filter(({ call, executed, effects }) => {
        return fitsAny(on, call.target) && call.items > items && (executed !== undefined || effects.length > 0)
      })
      .map(({ call }) => ({
        calls: [call.id],
        message: `${call.target} touched ${call.items} things, ${items} may be`,
      })),
})
