import { z } from 'zod'

const members = {
  value: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('0 to 1; null where the evidence does not say: unclear, neither passed nor failed.'),
  pass: z.boolean().describe('Exactly when the value is 1.'),
  reason: z.string().describe('One sentence: what was found, and where it fails what was expected.'),
  events: z.array(z.string()).describe("References into the trace: 'e12' is the event with seq 12."),
}

/** What a scorer gives. Further members are left out. */
export const scoreSchema = z.object(members).refine(({ value, pass }) => pass === (value === 1), {
  path: ['pass'],
  message: 'expected true where the value is 1, and false below or where it is unclear',
})

/** A score as it is kept: which scorer, how much it matters, what it found. */
export const scoreRecordSchema = z.strictObject({
  scorer: z.string().describe('Its name.'),
  severity: z
    .enum(['must', 'should'])
    .describe("Failing a 'must' fails the trial, and an unclear one leaves it inconclusive; a 'should' is shown."),
  ...members,
})

export type ScoreRecord = z.infer<typeof scoreRecordSchema>
