import { z } from 'zod'

/** What an agent did of one kind in one trial: all its calls to one target. */
export const actionRecordSchema = z.strictObject({
  /** A target: 'payments POST /v1/refunds'. 'others' stands for all beyond the first 40. */
  action: z.string(),
  access: z.enum(['read', 'write', 'unknown']),
  /** Calls that were proposed. */
  calls: z.int(),
  /** Calls that the world carried out. */
  ok: z.int(),
  /** Calls to which the world said no. */
  error: z.int(),
  /** Calls that a guard kept from the world. */
  denied: z.int(),
  /** Calls that were put to the approver, and those of them that were not approved. */
  asked: z.int(),
  rejected: z.int(),
  /** Calls that had been proposed before, with the same input. */
  retries: z.int(),
  /** What they really cost, in US dollars. */
  usd: z.number(),
})

export type ActionRecord = z.infer<typeof actionRecordSchema>
