import { z } from 'zod'

export const LABELS = ['passed', 'failed', 'unclear'] as const

/** What a person says of one trial: a line of the labels. */
export const labelSchema = z.strictObject({
  schemaVersion: z.literal(1),
  run: z.string().describe('Id of the run.'),
  trial: z.string().describe('Id of the trial.'),
  traceHash: z.string().describe('What was done in it: the label is of that, and of no other way.'),
  verdict: z.string().describe('What mettle said.'),
  label: z.enum(LABELS).describe('What the person says.'),
  by: z.string().min(1).describe('Who says it.'),
  why: z.string().describe('In their words. May be empty.'),
  at: z.string().describe('ISO 8601.'),
})

export type Label = z.infer<typeof labelSchema>
