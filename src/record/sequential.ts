import { z } from 'zod'

const share = z.number().gt(0).lt(1)

/** How often each task is repeated where the evidence decides: a task is a scenario, variant, agent and model. */
export const sequentialPlanSchema = z
  .strictObject({
    until: z.literal('decided').describe('Each task is repeated until the evidence decides.'),
    min: z.int().min(1).default(1).describe('No decision before so many trials.'),
    max: z.int().min(1).describe('A task that is not decided by then stays undecided.'),
    good: share.default(0.95).describe('A task whose pass rate is at least this is good.'),
    bad: share.default(0.8).describe('One whose pass rate is at most this is bad.'),
    alpha: share.default(0.05).describe('Chance to call a good task bad.'),
    beta: share.default(0.05).describe('Chance to call a bad task good.'),
  })
  .refine(({ min, max }) => min <= max, { path: ['min'], message: 'expected at most max' })
  .refine(({ good, bad }) => bad < good, { path: ['bad'], message: 'expected less than good' })

/** What sequential repeats came to for one task. */
export const taskRecordSchema = z.strictObject({
  scenario: z.string().describe('Its scenario, by id.'),
  variant: z.string().describe('Its variant.'),
  agent: z.string().describe('Its agent.'),
  model: z.string().nullable().describe('Its model. Null: the agent chose.'),
  decision: z.enum(['good', 'bad', 'undecided']).describe('What the evidence came to.'),
  judged: z.int().describe('Trials that the decision rests on: all up to it, errors left out.'),
  passed: z.int().describe('Those of them that passed.'),
  saved: z.int().describe('Trials that were not needed any more.'),
})

export type SequentialPlan = z.infer<typeof sequentialPlanSchema>
export type TaskRecord = z.infer<typeof taskRecordSchema>
