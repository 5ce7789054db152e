import { z } from 'zod'
import { trialRecordSchema } from './trial.ts'

/** One gate of a run and what it came to. */
export const gateRowSchema = z.strictObject({
  /** As the user wrote it. */
  gate: z.string(),
  status: z.enum(['passed', 'failed', 'not-evaluated']),
  /** The measured figure; null where there is none. */
  value: z.number().nullable(),
  /** How many trials it selected. */
  selected: z.int(),
  reason: z.string(),
})

export const gateSchema = z.strictObject({
  passed: z.boolean(),
  reason: z.string(),
  rows: z.array(gateRowSchema),
})

/** How many trials came to each verdict. `notRun` were planned and have no record. */
export const summarySchema = z.strictObject({
  planned: z.int(),
  passed: z.int(),
  failed: z.int(),
  inconclusive: z.int(),
  error: z.int(),
  notRun: z.int(),
})

/** A trial that was planned. */
export const plannedTrialSchema = z.strictObject({
  id: z.string(),
  scenario: z.string(),
  variant: z.string(),
  agent: z.string(),
  model: z.string().nullable(),
  repeat: z.int(),
})

/** What `run.json` holds. Every report, gate and comparison is a function of it and of the traces beside it. */
export const runRecordSchema = z.strictObject({
  schemaVersion: z.literal(1),
  id: z.string(),
  seed: z.string(),
  /** ISO 8601. */
  startedAt: z.string(),
  finishedAt: z.string(),
  /** Stopped by the user before its end. */
  interrupted: z.boolean(),
  environment: z.strictObject({
    mettle: z.string(),
    node: z.string(),
    platform: z.string(),
    workers: z.int(),
    /** Where its databases came from: 'embedded PostgreSQL 18'. Null where it had none. */
    database: z.string().nullable().default(null),
  }),
  agents: z.array(z.strictObject({ name: z.string(), module: z.string() })),
  planned: z.array(plannedTrialSchema),
  trials: z.array(trialRecordSchema),
  summary: summarySchema,
  gate: gateSchema,
})

export type GateRow = z.infer<typeof gateRowSchema>
export type GateRecord = z.infer<typeof gateSchema>
export type RunSummary = z.infer<typeof summarySchema>
export type PlannedTrial = z.infer<typeof plannedTrialSchema>
export type RunRecord = z.infer<typeof runRecordSchema>
