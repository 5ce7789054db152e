import { z } from 'zod'
import { defineFault } from '../define.ts'

const DAY_MS = 86_400_000

export const guardClock = defineFault({
  name: 'guard-clock',
  summary: "The safeguard's own clock is wrong: it is ahead or behind.",
  seat: 'guard',
  params: z.strictObject({
    offMs: z
      .int()
      .min(-366 * DAY_MS)
      .max(366 * DAY_MS)
      .default(-DAY_MS / 2),
  }),
  arbitrary: (fc) => fc.record({ offMs: fc.constantFrom(-DAY_MS, -3_600_000, 3_600_000, DAY_MS) }),
  cases: { behind: { offMs: -DAY_MS / 2 }, ahead: { offMs: DAY_MS / 2 } },
  breaks: ({ offMs }) => ({
    context: (context, strikes) => ({
      ...context,
      clock: {
        now: () => context.clock.now() + (strikes.now() ? offMs : 0),
        sleep: (ms, signal) => context.clock.sleep(ms, signal),
      },
    }),
  }),
  struck: ({ offMs }) => `the guard's clock was ${Math.abs(offMs)} ms ${offMs < 0 ? 'behind' : 'ahead'}`,
})
