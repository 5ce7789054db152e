import { z } from 'zod'
import { faultRecordSchema, guardRecordSchema, trialRecordSchema } from './trial.ts'

/** What a comparison needs of a trial. A trial's record holds it all. */
export const comparedTrialSchema = z.strictObject({
  ...trialRecordSchema.pick({
    id: true,
    scenario: true,
    variant: true,
    agent: true,
    model: true,
    repeat: true,
    seed: true,
    definition: true,
    verdict: true,
    usage: true,
    traceHash: true,
  }).shape,
  guards: z.array(z.strictObject(guardRecordSchema.pick({ name: true, mode: true, required: true }).shape)),
  /** A reference run of an earlier version does not say so. */
  reproducible: z.boolean().default(false),
  faults: z.array(z.strictObject(faultRecordSchema.pick({ fault: true, params: true, on: true, when: true }).shape)),
})

/** A reference run as it is kept beside the code: small, and with the reason why it was accepted. */
export const referenceRunSchema = z.strictObject({
  schemaVersion: z.literal(1),
  name: z.string(),
  reason: z.string(),
  /** ISO 8601. */
  acceptedAt: z.string(),
  run: z.strictObject({ id: z.string(), seed: z.string(), startedAt: z.string(), mettle: z.string() }),
  trials: z.array(comparedTrialSchema),
})

export type ComparedTrial = z.infer<typeof comparedTrialSchema>
export type ReferenceRun = z.infer<typeof referenceRunSchema>
