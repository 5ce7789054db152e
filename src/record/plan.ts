import { z } from 'zod'
import { targetName } from './names.ts'

const count = z.int().min(1)

const duringSchema = z
  .strictObject({
    fromMs: z.number().min(0).describe('From then on.'),
    toMs: z.number().min(0).optional().describe('Before then. Without it: to the end.'),
  })
  .describe("On the trial's clock, in ms from its start.")

/** When an entry acts. Counts start at 1. `nth`, `from`/`to` and `every` count by target, `attempt` by key. */
export const whenSchema = z.union([
  z.literal('always').describe('On every call.'),
  z.strictObject({ nth: count.describe('On one call to the target: the nth.') }),
  z.strictObject({
    from: count.describe('From this call to the target on.'),
    to: count.optional().describe('Up to this one. Without it: to the end.'),
  }),
  z.strictObject({ attempt: count.describe('On the nth try of the same call.') }),
  z.strictObject({ every: count.describe('On every nth call to the target.') }),
  z.strictObject({
    probability: z
      .number()
      .min(0)
      .max(1)
      .describe('Drawn per call by a hash of seed, entry, key and attempt: the order of calls does not matter.'),
  }),
  z.strictObject({ during: duringSchema }),
])

/** One line of a fault plan: what goes wrong, where, and when. */
export const planEntrySchema = z.strictObject({
  fault: z.string().describe('What goes wrong: the name of a fault.'),
  params: z.record(z.string(), z.json()).default({}).describe('Parameters of the fault, as its page has them.'),
  on: targetName()
    .default('*')
    .describe("Where: a target, `*` for any run of characters. 'payments POST /v1/refunds'."),
  when: whenSchema
    .default('always')
    .describe('When it acts. Counts start at 1. `nth`, `from` and `every` count by target, `attempt` by call.'),
  guard: z
    .string()
    .optional()
    .describe('Whose: the guard that a fault of safeguards breaks. Default: every guard that is enforced.'),
})

export type When = z.infer<typeof whenSchema>
export type PlanEntry = z.infer<typeof planEntrySchema>
export type PlanEntryInput = z.input<typeof planEntrySchema>
