import { z } from 'zod'

const count = z.int().min(1)

/** When an entry acts. Counts start at 1. `nth`, `from`/`to` and `every` count by target, `attempt` by key. */
export const whenSchema = z.union([
  z.literal('always'),
  z.strictObject({ nth: count }),
  z.strictObject({ from: count, to: count.optional() }),
  z.strictObject({ attempt: count }),
  z.strictObject({ every: count }),
  /** Drawn per call by a hash of seed, entry, key and attempt: the order of calls does not matter. */
  z.strictObject({ probability: z.number().min(0).max(1) }),
  /** On the trial's clock, in ms from its start: from `fromMs` on, and before `toMs`. */
  z.strictObject({
    during: z.strictObject({ fromMs: z.number().min(0), toMs: z.number().min(0).optional() }),
  }),
])

/** One line of a fault plan: what goes wrong, where, and when. */
export const planEntrySchema = z.strictObject({
  fault: z.string(),
  params: z.record(z.string(), z.json()).default({}),
  /** A target, `*` for any run of characters: 'payments POST /v1/refunds'. */
  on: z.string().default('*'),
  when: whenSchema.default('always'),
})

export type When = z.infer<typeof whenSchema>
export type PlanEntry = z.infer<typeof planEntrySchema>
export type PlanEntryInput = z.input<typeof planEntrySchema>
