import { z } from 'zod'

const share = z.number().gt(0).lt(1)

/** How often each task is repeated where the evidence decides: a task is a scenario, variant, agent and model. */
export const sequentialPlanSchema = z
  .strictObject({
    until: z.literal('decided'),
    /** No decision before so many trials. */
    min: z.int().min(1).default(1),
    /** A task that is not decided by then stays undecided. */
    max: z.int().min(1),
    /** A task whose pass rate is at least this is good. */
    good: share.default(0.95),
    /** One whose pass rate is at most this is bad. */
    bad: share.default(0.8),
    /** Chance to call a good task bad. */
    alpha: share.default(0.05),
    /** Chance to call a bad task good. */
    beta: share.default(0.05),
  })
  .refine(({ min, max }) => min <= max, { path: ['min'], message: 'expected at most max' })
  .refine(({ good, bad }) => bad < good, { path: ['bad'], message: 'expected less than good' })

/** What sequential repeats came to for one task. */
export const taskRecordSchema = z.strictObject({
  scenario: z.string(),
  variant: z.string(),
  agent: z.string(),
  model: z.string().nullable(),
  decision: z.enum(['good', 'bad', 'undecided']),
  /** Trials that the decision rests on: all up to it, errors left out. */
  judged: z.int(),
  passed: z.int(),
  /** Trials that were not needed any more. */
  saved: z.int(),
})

export type SequentialPlan = z.infer<typeof sequentialPlanSchema>
export type TaskRecord = z.infer<typeof taskRecordSchema>
