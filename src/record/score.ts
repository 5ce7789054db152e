import { z } from 'zod'

/** A score as it is kept: which scorer, how much it matters, what it found. */
export const scoreRecordSchema = z.strictObject({
  scorer: z.string(),
  /** Failing a 'must' fails the trial; a 'should' is shown. */
  severity: z.enum(['must', 'should']),
  value: z.number().min(0).max(1),
  pass: z.boolean(),
  reason: z.string(),
  /** References into the trace: 'e12' is the event with seq 12. */
  events: z.array(z.string()),
})

export type ScoreRecord = z.infer<typeof scoreRecordSchema>
