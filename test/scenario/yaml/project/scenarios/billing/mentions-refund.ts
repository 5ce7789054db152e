import { defineScorer } from 'mettle'
import { z } from 'zod'

/** A scorer of the scenario's own. */
export const mentionsRefund = defineScorer({
  name: 'mentions-refund',
  summary: 'The answer speaks of a refund.',
  params: z.strictObject({}),
  score: ({ answer }) => {
    const pass = /refund/i.test(JSON.stringify(answer ?? ''))
    const reason = pass ? 'The answer speaks of a refund.' : 'Expected an answer that speaks of a refund, found none.'
    return { value: Number(pass), pass, reason, events: [] }
  },
})
