import { z } from 'zod'
import { defineFault } from './define.ts'
import { gaveUpWaiting } from './symptoms/waited.ts'
import { wasRefused } from './symptoms/was-refused.ts'

const REFUSAL = { status: 409, code: 'deadlock_detected', sqlState: '40P01' }

export const deadlock = defineFault({
  name: 'deadlock',
  summary: 'Two transactions wait for each other, and the database ends the one of the agent.',
  channels: ['sql'],
  // As long as PostgreSQL waits by default before it looks for a deadlock.
  params: z.strictObject({ afterMs: z.int().min(0).max(86_400_000).default(1_000) }),
  arbitrary: (fc) => fc.record({ afterMs: fc.integer({ min: 0, max: 10_000 }) }),
  detectable: true,
  terminal: true,
  inject:
    ({ afterMs }) =>
    async (_call, _next, { signal, clock, refuse }) => {
      if (afterMs > 0) await clock.sleep(afterMs, signal)
      return refuse({ ...REFUSAL, message: 'deadlock detected' })
    },
  symptom: (story) => {
    if (story.executed) return undefined
    if (gaveUpWaiting(story)) return 'the client gave up waiting for a lock, nothing was executed'
    return wasRefused(story, REFUSAL) ? 'a deadlock, nothing was executed' : undefined
  },
})
