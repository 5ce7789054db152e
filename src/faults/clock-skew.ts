import { z } from 'zod'
import { isHttpOutput } from '../boundary/reply.ts'
import { without } from '../boundary/wire.ts'
import { defineFault } from './define.ts'

/** An HTTP date has whole seconds, and some time passes on the way. */
const TOLERANCE_MS = 1_000
const DAY_MS = 86_400_000

export const clockSkew = defineFault({
  name: 'clock-skew',
  summary: 'The world does what was asked, and dates its reply by a clock that is wrong.',
  channels: ['http', 'model'],
  params: z.strictObject({
    ms: z
      .int()
      .min(-365 * DAY_MS)
      .max(365 * DAY_MS)
      .refine((ms) => Math.abs(ms) > TOLERANCE_MS, 'expected more than a second, forward or back')
      .default(300_000),
  }),
  arbitrary: (fc) => fc.record({ ms: fc.constantFrom(-DAY_MS, -60_000, 5_000, 300_000, DAY_MS) }),
  detectable: false,
  terminal: false,
  inject:
    ({ ms }) =>
    async (_call, next, { clock }) => {
      const reply = await next()
      if (reply.kind === 'broken' || !isHttpOutput(reply.output)) return reply
      const date = new Date(clock.now() + ms).toUTCString()
      const headers = [...without(reply.output.headers, 'date'), ['date', date] as const]
      return { ...reply, output: { ...reply.output, headers } }
    },
  symptom: ({ executed, delivered }, { ms }) => {
    const date = Date.parse(delivered?.headers?.date ?? '')
    if (!executed || !delivered || Number.isNaN(date)) return undefined
    const skew = date - (delivered.at - (delivered.streamedMs ?? 0))
    return Math.abs(skew - ms) <= TOLERANCE_MS
      ? `the reply was dated ${Math.abs(ms)} ms ${ms > 0 ? 'ahead' : 'behind'}`
      : undefined
  },
})
