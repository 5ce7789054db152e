import { z } from 'zod'
import { defineFault } from './define.ts'
import { gaveUpWaiting } from './symptoms/waited.ts'

export const timeout = defineFault({
  name: 'timeout',
  summary: 'The call never reaches the world, and no reply comes.',
  channels: ['http', 'tool', 'model', 'sql', 'tcp'],
  params: z.strictObject({ afterMs: z.int().min(1).max(86_400_000).default(30_000) }),
  arbitrary: (fc) => fc.record({ afterMs: fc.integer({ min: 1, max: 120_000 }) }),
  detectable: true,
  terminal: true,
  inject:
    ({ afterMs }) =>
    async (call, next, { signal, clock }) => {
      await clock.sleep(afterMs, signal)
      // A database has a statement that its client left with it, and runs it.
      if (call.signal.aborted) return next()
      return { kind: 'broken', how: 'no-reply' }
    },
  symptom: (story, { afterMs }) => {
    const { executed, delivered } = story
    if (executed?.late && gaveUpWaiting(story)) return 'the client gave up, and what it had asked for was done late'
    if (executed) return undefined
    if (gaveUpWaiting(story)) return 'the client gave up, nothing was executed'
    return delivered?.outcome === 'broken' && delivered.how === 'no-reply'
      ? `no reply within ${afterMs} ms, nothing was executed`
      : undefined
  },
})
