import { z } from 'zod'
import { defineFault } from './define.ts'
import { gaveUpWaiting, waited } from './symptoms/waited.ts'
import { wasRefused } from './symptoms/was-refused.ts'

const REFUSAL = { status: 504, code: 'query_canceled', sqlState: '57014' }

export const statementTimeout = defineFault({
  name: 'statement-timeout',
  summary: 'The statement runs into the time limit of the database, which takes it back.',
  channels: ['sql'],
  params: z.strictObject({ afterMs: z.int().min(1).max(86_400_000).default(30_000) }),
  arbitrary: (fc) => fc.record({ afterMs: fc.integer({ min: 1, max: 120_000 }) }),
  detectable: true,
  terminal: true,
  inject:
    ({ afterMs }) =>
    async (_call, _next, { signal, clock, refuse }) => {
      await clock.sleep(afterMs, signal)
      return refuse({ ...REFUSAL, message: 'canceling statement due to statement timeout' })
    },
  symptom: (story, { afterMs }) => {
    if (story.executed) return undefined
    if (gaveUpWaiting(story)) return 'the client gave up, nothing was executed'
    const late = (waited(story) ?? 0) >= afterMs
    return late && wasRefused(story, REFUSAL) ? `cancelled after ${afterMs} ms, nothing was executed` : undefined
  },
})
