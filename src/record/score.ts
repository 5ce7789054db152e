import { z } from 'zod'

/** A score as it is kept: which scorer, how much it matters, what it found. */
export const scoreRecordSchema = z.strictObject({
  scorer: z.string().describe('Its name.'),
  severity: z.enum(['must', 'should']).describe("Failing a 'must' fails the trial; a 'should' is shown."),
  value: z.number().min(0).max(1).describe('0 to 1.'),
  pass: z.boolean().describe('Exactly when the value is 1.'),
  reason: z.string().describe('One sentence: what was found, and where it fails what was expected.'),
  events: z.array(z.string()).describe("References into the trace: 'e12' is the event with seq 12."),
})

export type ScoreRecord = z.infer<typeof scoreRecordSchema>
