import { z } from 'zod'
import type { Strikes } from '../../boundary/breakage.ts'
import type { Call } from '../../boundary/call.ts'
import { defineFault } from '../define.ts'

export const guardSlow = defineFault({
  name: 'guard-slow',
  summary: 'The safeguard decides as it should, and says so past its own time-out.',
  seat: 'guard',
  params: z.strictObject({ afterMs: z.int().min(0).max(86_400_000).default(45_000) }),
  arbitrary: (fc) => fc.record({ afterMs: fc.integer({ min: 0, max: 120_000 }) }),
  breaks: ({ afterMs }) => ({
    state: (state, strikes) => {
      const { inspect } = state
      const late = <T>(call: Call, decide: () => T | Promise<T>): T | Promise<T> =>
        strikes.at(call.id) ? delay(decide(), call, afterMs, strikes) : decide()
      return {
        ...state,
        decide: (call) => late(call, () => state.decide(call)),
        ...(inspect && { inspect: (call, effects) => late(call, () => inspect(call, effects)) }),
      }
    },
    program: { how: 'slow', afterMs },
  }),
  struck: ({ afterMs }) => `the guard answered ${afterMs} ms late`,
})

/** What it says is of the moment at which it was asked. */
async function delay<T>(said: T | Promise<T>, { signal }: Call, afterMs: number, { clock }: Strikes): Promise<T> {
  const decision = await said
  await clock.sleep(afterMs, signal)
  return decision
}
