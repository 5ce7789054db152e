import { z } from 'zod'

/** A fault that could be planned, as far as it says which calls it concerns. */
export const knownFaultSchema = z.strictObject({
  name: z.string().describe('Its name.'),
  channels: z.array(z.string()).describe('The channels whose calls it concerns.'),
  access: z.enum(['read', 'write']).optional().describe('It concerns reads only, or writes only.'),
  known: z
    .enum(['unheard', 'never', 'after', 'before'])
    .describe(
      "What a client that meets it can know. 'unheard': the world ran the call, and it hears nothing of that. 'never': nothing, from the reply alone. 'after': that something went wrong; the world was asked. 'before': the same; the world was not asked.",
    ),
  selective: z
    .literal(true)
    .optional()
    .describe('It concerns few of these calls, such as streams: it counts only in runs where it was delivered.'),
})

export type KnownFault = z.infer<typeof knownFaultSchema>
