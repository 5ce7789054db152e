import { z } from 'zod'

/** Something that a person should know while the run goes on. Texts in it are the agent's as well: escape them. */
export const alertSchema = z.strictObject({
  /** Real time, ISO 8601. */
  time: z.string(),
  /**
   * 'denied': a guard refused a call. 'halted': it stopped the agent. 'alert': it tells of something that is no decision.
   * 'egress': the agent reached for a host outside its world. 'bypassed': a guard's finding shows that it was passed.
   */
  kind: z.enum(['denied', 'halted', 'alert', 'egress', 'bypassed']),
  trial: z.string(),
  scenario: z.string(),
  agent: z.string(),
  /** The guard that speaks; null where none does. */
  guard: z.string().nullable(),
  /** The call and its target; null where there is none. */
  call: z.string().nullable(),
  target: z.string().nullable(),
  message: z.string(),
  /** The trial's clock, ISO 8601. */
  trialTime: z.string(),
})

export type Alert = z.output<typeof alertSchema>
