import { z } from 'zod'
import { sequentialPlanSchema, taskRecordSchema } from './sequential.ts'
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
  /** Of its scenario. */
  tags: z.array(z.string()),
})

/** All names that the config and its scenarios define, whether or not the command line left them in. */
export const knownSchema = z.strictObject({
  agents: z.array(z.string()),
  scenarios: z.array(z.string()),
  variants: z.array(z.string()),
  models: z.array(z.string()),
  tags: z.array(z.string()),
})

/** Where a scenario is written down. */
export const placeSchema = z.strictObject({
  id: z.string(),
  /** From the folder of the run, with `/`. */
  file: z.string(),
  /** From 1. */
  line: z.int(),
  /** The line of each variant that has one. */
  variants: z.record(z.string(), z.int()),
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
  /** Why the run ended before its plan was done, where a limit ended it. Such a run never passes. */
  stopped: z.string().nullable(),
  environment: z.strictObject({
    mettle: z.string(),
    node: z.string(),
    platform: z.string(),
    workers: z.int(),
    /** Where its databases came from: 'embedded PostgreSQL 18'. Null where it had none. */
    database: z.string().nullable().default(null),
  }),
  agents: z.array(z.strictObject({ name: z.string(), module: z.string() })),
  scenarios: z.array(placeSchema),
  /** Names that gates may speak of. */
  known: knownSchema,
  /** Trials that sequential repeats did not need are not in it. */
  planned: z.array(plannedTrialSchema),
  /** Null where each trial is repeated a fixed number of times. */
  sequential: z.strictObject({ plan: sequentialPlanSchema, tasks: z.array(taskRecordSchema) }).nullable(),
  trials: z.array(trialRecordSchema),
  summary: summarySchema,
  gate: gateSchema,
  /** The chain over the lines of audit.jsonl beside it. */
  audit: z.strictObject({ nonce: z.string(), head: z.string(), count: z.int() }).optional(),
})

export type GateRow = z.infer<typeof gateRowSchema>
export type GateRecord = z.infer<typeof gateSchema>
export type RunSummary = z.infer<typeof summarySchema>
export type Known = z.infer<typeof knownSchema>
export type Place = z.infer<typeof placeSchema>
export type PlannedTrial = z.infer<typeof plannedTrialSchema>
export type RunRecord = z.infer<typeof runRecordSchema>
