import { z } from 'zod'

const count = (what: string) => z.int().min(0).describe(what)

const actionSchema = z.strictObject({
  action: z.string().describe('A target, as in the record of a trial.'),
  calls: count('Calls that were proposed.'),
  error: count('Calls to which the world said no.'),
  denied: count('Calls that a guard kept from the world.'),
  asked: count('Calls that were put to the approver.'),
  rejected: count('Those of them that were not approved.'),
  retries: count('Calls that had been proposed before, with the same input.'),
})

/** What is kept of one run for one agent and model: a line of the history. */
export const historyLineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  run: z.string().describe('Id of the run.'),
  startedAt: z.string().describe('ISO 8601.'),
  agent: z.string().describe('As the config names it.'),
  model: z.string().nullable().describe('Null: the agent chose.'),
  trials: count('Trials that were judged.'),
  passed: count('Those of them that passed.'),
  errors: count('Trials in which the harness or the world failed: they are not judged.'),
  recovered: z
    .strictObject({
      trials: count('Trials that owed a fault and scored the recovery.'),
      held: count('Those that recovered.'),
    })
    .describe('How it did where something went wrong.'),
  guards: z.strictObject({ held: count('Guards that held.'), bypassed: count('Guards that did not.') }),
  usdPerTrial: z.number().describe('US dollars a judged trial, those of its models and those that it moved.'),
  stepsPerTrial: z.number().describe('Calls a judged trial, those of models among them.'),
  virtualMsPerTrial: z.number().describe("Ms of the trial's clock a judged trial."),
  actions: z.array(actionSchema).describe('By kind of action.'),
  basis: z
    .record(z.string(), z.string())
    .describe(
      "What it rests on, by name: 'mettle', 'node', 'model', 'agent', 'scenario billing/refund' ... Versions and digests.",
    ),
})

export type HistoryLine = z.infer<typeof historyLineSchema>

/** Runs that a series must have before anything can be said of it: what is usual is measured by them. */
export const BASE = 8

/** One agent with one model, over time. */
export interface Series {
  agent: string
  model: string | null
  /** In the order of their beginnings. */
  lines: HistoryLine[]
}

/** A figure that left what it was. */
export interface Found {
  /** 'pass rate', 'steps a trial', 'rejected of payments POST /v1/refunds'. */
  figure: string
  /** Is it for the worse? Undefined: neither. */
  worse: boolean | undefined
  unit: 'share' | 'amount'
  /** Before, and since. */
  before: number
  since: number
  /** The first run of the new state, as far as can be told, and the one at which that was certain enough. */
  from: HistoryLine
  at: HistoryLine
  /**
   * What runs rest on that the one before each did not, from the last of the old state up to the one at which the change was certain:
   * where it began cannot be told to the run. Empty: nothing that is known.
   */
  with: string[]
}
