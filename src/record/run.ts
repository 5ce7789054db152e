import { z } from 'zod'
import { knownFaultSchema } from './known-fault.ts'
import { mutantRecordSchema } from './mutation.ts'
import { sequentialPlanSchema, taskRecordSchema } from './sequential.ts'
import { chainSchema, trialRecordSchema } from './trial.ts'

/** One gate of a run and what it came to. */
export const gateRowSchema = z.strictObject({
  gate: z.string().describe('As the user wrote it.'),
  status: z.enum(['passed', 'failed', 'not-evaluated']).describe('What it came to.'),
  value: z.number().nullable().describe('The measured figure; null where there is none.'),
  selected: z.int().describe('How many trials it selected.'),
  reason: z.string().describe('Why, in one sentence.'),
})

export const gateSchema = z.strictObject({
  passed: z.boolean().describe('May the run pass?'),
  reason: z.string().describe('Why, in one sentence.'),
  rows: z.array(gateRowSchema).describe('Each gate.'),
})

/** How many trials came to each verdict. `notRun` were planned and have no record. */
export const summarySchema = z.strictObject({
  planned: z.int().describe('All that were planned.'),
  passed: z.int().describe('Trials that passed.'),
  failed: z.int().describe('Trials that failed.'),
  inconclusive: z.int().describe('Trials that left a proof obligation open.'),
  error: z.int().describe('Trials in which the harness or the world failed.'),
  notRun: z.int().describe('Trials that were planned and have no record.'),
})

/** A trial that was planned: a line of `planned.jsonl`. */
export const plannedTrialSchema = z.strictObject({
  id: z.string().describe('Its id.'),
  scenario: z.string().describe('Its scenario, by id.'),
  variant: z.string().describe('Its variant.'),
  agent: z.string().describe('Its agent.'),
  model: z.string().nullable().describe('Its model. Null: the agent chooses.'),
  repeat: z.int().describe('From 1.'),
  tags: z.array(z.string()).describe('Of its scenario.'),
})

/** All names that the config and its scenarios define, whether or not the command line left them in. */
export const knownSchema = z.strictObject({
  agents: z.array(z.string()).describe('Agents.'),
  scenarios: z.array(z.string()).describe('Scenarios, by id.'),
  variants: z.array(z.string()).describe('Variants of any scenario.'),
  models: z.array(z.string()).describe('Models.'),
  tags: z.array(z.string()).describe('Tags of any scenario.'),
  faults: z
    .array(knownFaultSchema)
    .optional()
    .describe(
      'Faults that could be planned: those that ship, and those of the scenarios. Absent in runs of older versions.',
    ),
})

/** Where a scenario is written down. */
export const placeSchema = z.strictObject({
  id: z.string().describe("The scenario's id."),
  file: z.string().describe('From the folder of the run, with `/`.'),
  line: z.int().describe('From 1.'),
  variants: z.record(z.string(), z.int()).describe('The line of each variant that has one.'),
})

const environmentSchema = z.strictObject({
  mettle: z.string().describe('Version of mettle.'),
  node: z.string().describe('Version of Node.'),
  platform: z.string().describe('System and processor.'),
  workers: z.int().describe('How many trials ran at once.'),
  database: z
    .string()
    .nullable()
    .default(null)
    .describe("Where its databases came from: 'embedded PostgreSQL 18'. Null where it had none."),
})

const agentPlaceSchema = z.strictObject({
  name: z.string().describe('As the config names it.'),
  module: z.string().describe('Its module.'),
})

const sequentialSchema = z.strictObject({
  plan: sequentialPlanSchema.describe('How far each task was repeated.'),
  tasks: z.array(taskRecordSchema).describe('What it came to for each task.'),
})

/** What a run rests on, for whoever goes on with it: where any of it is another one, it is another run. */
export const basisSchema = z.strictObject({
  settings: z
    .strictObject({
      models: z.string().nullable().describe('Where turns of models come from, where the command line said so.'),
      record: z.boolean().describe('What live models say is written down.'),
      realTime: z.boolean().describe('Agents wait as long as they wait.'),
      tier: z.string().nullable().describe('How strongly agents are isolated, where the command line said so.'),
      database: z.string().describe('Where PostgreSQL comes from; an address without its password.'),
      reset: z.enum(['journal', 'clone']).describe('How a database is put back after a trial.'),
      maxUsd: z.number().nullable().describe('The limit of real money, in US dollars. Null: none.'),
    })
    .describe('What was said of how it is run.'),
  parts: z
    .record(z.string(), z.string())
    .describe("Digest of each scenario and agent by name, 'scenario billing/refund': what it says, and its files."),
  files: z
    .record(z.string(), z.string())
    .describe("Digest of each file of theirs, by its path from the config's folder."),
})

const shardSchema = z.strictObject({
  index: z.int().min(1).describe('Which, from 1.'),
  count: z.int().min(1).describe('How many there are.'),
  suite: z.string().describe('Digest of suite.jsonl beside it: the plan of all shards together, in its order.'),
})

/** How a run went that many machines performed. */
export const fleetSchema = z.strictObject({
  workers: z.int().describe('How many took part.'),
  late: z.int().describe('Records that were refused, since the trial had been given to another worker meanwhile.'),
  again: z
    .int()
    .describe('How often a trial was given to another worker, since the one that had it gave no sign of life.'),
})

const ledgerSchema = z.strictObject({
  head: z.string().describe('Link of its last line.'),
  count: z.int().describe('How many lines there are. A trial that was corrected has more than one: its last counts.'),
})

const headMembers = {
  schemaVersion: z
    .literal([2, 3])
    .describe('3. A change that breaks readers gets another number. Of 2, traces hold each request to a model whole.'),
  id: z.string().describe('Of this run alone.'),
  seed: z.string().describe('What the seeds of its trials were drawn from.'),
  startedAt: z.string().describe('ISO 8601.'),
  finishedAt: z.string().nullable().describe('ISO 8601. Null: the run is unfinished. It goes on, or it was killed.'),
  interrupted: z.boolean().describe('Stopped by the user before its end.'),
  stopped: z
    .string()
    .nullable()
    .describe('Why the run ended before its plan was done, where a limit ended it. Such a run never passes.'),
  paidUsd: z
    .number()
    .default(0)
    .describe(
      'What was paid in real money, in US dollars: for live models. Trials that were cut short have their share in it.',
    ),
  environment: environmentSchema.describe('What it ran on.'),
  agents: z.array(agentPlaceSchema).describe('The agents that ran.'),
  scenarios: z.array(placeSchema).describe('The scenarios that ran, and where they are written down.'),
  known: knownSchema.describe(
    'Names that gates may speak of: all that the config and its scenarios define, whether or not the command line left them in.',
  ),
  sequential: sequentialSchema.nullable().describe('Null where each trial is repeated a fixed number of times.'),
  summary: summarySchema.describe('How many trials came to each verdict.'),
  gate: gateSchema.describe('What the gates came to.'),
  basis: basisSchema.optional().describe('What it rests on. Absent where nothing can go on with it.'),
  shard: shardSchema.optional().describe('Which part of a run it is. Absent: it is a whole one.'),
  resumed: z
    .array(z.string())
    .optional()
    .describe('When it was taken up again after it had ended before its time. ISO 8601. Absent: never.'),
  fleet: fleetSchema
    .optional()
    .describe('Where workers of a queue performed it. Absent: it was performed in one process.'),
  mutation: z
    .array(mutantRecordSchema)
    .optional()
    .describe('The guards that were loosened one at a time, where `mettle guards mutate` made the run.'),
  audit: chainSchema.optional().describe('What the chain over the lines of audit.jsonl beside it must come to.'),
}

/** What `run.json` holds: all of a run but its trials. */
export const runHeadSchema = z.strictObject({
  ...headMembers,
  planned: z
    .int()
    .describe(
      'How many trials planned.jsonl lists: all that could have run, those that sequential repeats saved among them.',
    ),
  planDigest: z.string().describe('Digest of planned.jsonl.'),
  ledger: ledgerSchema
    .nullable()
    .describe('What the chain over the lines of trials.jsonl must come to. Null: the run is unfinished.'),
})

/** A run as one document, as `--reporter json` writes it. */
export const runRecordSchema = z.strictObject({
  ...headMembers,
  planned: z.array(plannedTrialSchema).describe('Trials that sequential repeats did not need are not in it.'),
  trials: z.array(trialRecordSchema).describe('What came of each trial, in the order of the plan.'),
})

export type GateRow = z.infer<typeof gateRowSchema>
export type GateRecord = z.infer<typeof gateSchema>
export type RunSummary = z.infer<typeof summarySchema>
export type Known = z.infer<typeof knownSchema>
export type Place = z.infer<typeof placeSchema>
export type PlannedTrial = z.infer<typeof plannedTrialSchema>
export type RunBasis = z.infer<typeof basisSchema>
export type RunHead = z.infer<typeof runHeadSchema>
export type RunRecord = z.infer<typeof runRecordSchema>
