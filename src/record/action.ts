import { z } from 'zod'
import { CHANNEL_NAMES } from '../trace/events/call.ts'

/** What an agent did of one kind in one trial: all its calls to one target. */
export const actionRecordSchema = z.strictObject({
  action: z.string().describe("A target: 'payments POST /v1/refunds'. 'others' stands for all beyond the first 40."),
  channel: z
    .enum(CHANNEL_NAMES)
    .optional()
    .describe("How the world was reached. Absent for 'others', and in runs of older versions."),
  access: z
    .enum(['read', 'write', 'unknown'])
    .describe("What the world says of such calls. 'unknown' counts as 'write'."),
  calls: z.int().describe('Calls that were proposed.'),
  ok: z.int().describe('Calls that the world carried out.'),
  error: z.int().describe('Calls to which the world said no.'),
  denied: z.int().describe('Calls that a guard kept from the world.'),
  asked: z.int().describe('Calls that were put to the approver.'),
  rejected: z.int().describe('Those of them that were not approved.'),
  retries: z.int().describe('Calls that had been proposed before, with the same input.'),
  changed: z
    .array(z.string())
    .optional()
    .describe("The collections that they changed, 20 at the most: 'payments.refunds'. Absent where they changed none."),
  met: z.array(z.string()).optional().describe('The faults that reached such a call, by name. Absent where none did.'),
  usd: z
    .number()
    .describe("What they cost in the trial's world, in US dollars: nobody paid it, unless a live model was asked."),
})

export type ActionRecord = z.infer<typeof actionRecordSchema>
