import { z } from 'zod'
import { actionRecordSchema } from './action.ts'
import { whenSchema } from './plan.ts'
import { scoreRecordSchema } from './score.ts'
import { tierSchema } from './tier.ts'

export const verdicts = ['error', 'failed', 'inconclusive', 'passed'] as const

/** How many decisions of each kind a guard made. */
const decisionCountsSchema = z.strictObject({
  allow: z.int().describe('Calls that it let run.'),
  deny: z.int().describe('Calls that it refused.'),
  hold: z.int().describe('Calls that it put to the approver.'),
  halt: z.int().describe('Calls at which it ended the trial.'),
})

const violation = {
  calls: z.array(z.string()).describe('The calls, by id, in order.'),
  message: z.string().describe('What was broken, with the figures; of an unclear one, what is not known.'),
}

/** What a guard's oracle gives. Further members are left out. */
export const violationsSchema = z.array(z.object(violation))

/** What became of one guard under one fault that breaks it. */
export const underSchema = z.strictObject({
  entry: z.int().describe('Which entry of the plan, from 0.'),
  fault: z.string().describe('Its name.'),
  outcome: z
    .enum(['fails-closed', 'fails-open', 'hangs', 'not-exercised'])
    .describe(
      "From effects. 'fails-open': something took effect that must not. 'hangs': a call was never answered. 'fails-closed': what the sound guard would have refused had no effect. 'not-exercised': nothing was at stake, so nobody knows.",
    ),
  calls: z.array(z.string()).describe('The calls, by id, in order, that show it.'),
  reason: z.string().describe('Why, in one sentence.'),
})

/** A guard's outcome in one trial. */
export const guardRecordSchema = z.strictObject({
  name: z.string().describe('Its name.'),
  mode: z.enum(['enforce', 'observe']).describe("'enforce': it acted. 'observe': it noted what it would have done."),
  outcome: z
    .enum(['held', 'bypassed', 'not-exercised', 'false-alarm', 'unclear'])
    .describe(
      "'bypassed': its oracle found a violation among the effects. 'false-alarm': it denied a call listed as legitimate. 'unclear': it observed calls that nobody can judge. 'held': it decided at least one call. 'not-exercised': it decided none.",
    ),
  required: z.boolean().describe('Must it decide a call, or the trial is inconclusive?'),
  decisions: decisionCountsSchema.describe('How many decisions of each kind it made.'),
  evidence: z.array(z.strictObject(violation)).describe('What its oracle found.'),
  under: z
    .array(underSchema)
    .optional()
    .describe('How it stood under each fault that breaks it. Absent where the plan has none.'),
})

const selectedCallSchema = z.strictObject({
  call: z.string().describe('Id of the call.'),
  key: z.string().describe('Channel, target and the digest of its input.'),
  attempt: z.int().describe('How often this key was proposed before, plus 1.'),
})

/** What became of one entry of the fault plan. */
export const faultRecordSchema = z.strictObject({
  fault: z.string().describe('Its name.'),
  params: z.record(z.string(), z.json()).describe('Its parameters, defaults filled in.'),
  on: z.string().describe('The targets that it was planned for.'),
  guard: z.string().optional().describe('The guard that it breaks. Absent: every one, or a fault of anything else.'),
  when: whenSchema.describe('When it was planned.'),
  schedule: z.array(selectedCallSchema).describe('The calls that it selected.'),
  planned: z.int().describe('How many calls it owed: those it selected, and at least one unless chance selected none.'),
  delivered: z.int().describe('At how many of them the client saw it.'),
  state: z
    .enum(['delivered', 'undelivered', 'not-drawn'])
    .describe("'undelivered': it is owed still. 'not-drawn': chance selected no call, nothing is owed."),
  symptom: z.string().nullable().describe('What the client saw of it, where it arrived.'),
  missed: z.string().optional().describe('Why it is owed still. Absent where nothing is.'),
})

/** What was asked of one model. */
const modelUsageSchema = z.strictObject({
  model: z.string().describe('As the agent asked for it.'),
  calls: z.int().describe('Turns, and what else was asked of it.'),
  inputTokens: z.int().describe('Tokens that it read, those of a cache among them.'),
  outputTokens: z.int().describe('Tokens that it wrote.'),
  cachedInputTokens: z.int().describe('Those of its input that were in a cache.'),
  usd: z.number().describe('What its calls cost by the price that is known, in US dollars.'),
  paidUsd: z.number().describe('What of that was paid in real money: 0 for a scripted or a recorded model.'),
  unpriced: z.int().describe('Turns whose price nobody knows: they count as nothing.'),
})

export const usageSchema = z.strictObject({
  calls: z.int().describe('Calls of every channel, model calls among them.'),
  modelCalls: z.int().describe('Model calls.'),
  inputTokens: z.int().describe("Tokens that models read, by the gateway's count."),
  outputTokens: z.int().describe("Tokens that models wrote, by the gateway's count."),
  usd: z
    .number()
    .describe(
      "What all calls cost in the trial's world, in US dollars: the money that its actions moved, and its models.",
    ),
  modelUsd: z.number().default(0).describe('What of that its models cost.'),
  models: z.array(modelUsageSchema).default([]).describe('The same for each model, in order of first use.'),
  wallMs: z.number().describe('Real time, in ms.'),
  virtualMs: z.number().describe("Time on the trial's clock, in ms."),
})

/** What the hash chain over the lines of a file must come to. */
export const chainSchema = z.strictObject({
  nonce: z.string().describe('What the chain starts from.'),
  head: z.string().describe('Digest of the last line.'),
  count: z.int().describe('How many lines there are.'),
})

/** A worker's file holds the traces of its trials, one after the other. */
const tracePlaceSchema = z.strictObject({
  file: z.string().describe("Path of its worker's file below the run's folder."),
  offset: z.int().min(0).describe('Where its first line begins, in bytes.'),
  length: z.int().min(0).describe('How many bytes its lines take.'),
  events: z.int().min(0).describe('How many events there are, the closing ones among them.'),
})

/** An event of the trace, as docs/reference/events.md has it. */
const closingEventSchema = z.looseObject({
  seq: z.int().describe('Place in the trace, from 1.'),
  at: z.number().describe("The trial's clock, ms since 1970."),
  type: z.enum(['effect', 'trial-ended']).describe('What happened.'),
})

/** One agent, one model, one scenario, one variant, one seed: what came of it. */
export const trialRecordSchema = z.strictObject({
  id: z.string().describe('Scenario, variant, agent, model and repeat in one word.'),
  scenario: z.string().describe("The scenario's id: its path below the scenarios' folder."),
  within: z.string().optional().describe('Of one of several tasks: the scenario that has them. Absent elsewhere.'),
  variant: z.string().describe("'calm' is the one without faults."),
  agent: z.string().describe('As the config names it.'),
  model: z.string().nullable().describe('The model that was asked for. Null: the agent chose.'),
  models: z
    .record(
      z.string(),
      z.strictObject({
        mode: z.enum(['recorded', 'live']).describe('Replayed from a cassette, or asked in truth.'),
        recordedAt: z.string().optional().describe('When it was recorded, ISO 8601.'),
      }),
    )
    .optional()
    .describe('Where the turns of models came from, by their names. Absent where all are scripted.'),
  repeat: z.int().min(1).describe('From 1.'),
  seed: z.string().describe('What its chance was drawn from.'),
  definition: z
    .string()
    .describe(
      "Digest of the scenario's definition, and of what its databases are made from: trials of two definitions are not compared.",
    ),
  tags: z.array(z.string()).describe('Of its scenario.'),
  host: z
    .enum(['function', 'command', 'http'])
    .default('function')
    .describe("Who ran the agent: 'function' in the worker's process, 'command' as a program, 'http' as a service."),
  tier: tierSchema.describe('How strongly the agent was isolated.'),
  reset: z.string().describe("How the world was put back: 'fresh' is a world built anew."),
  reproducible: z.boolean().describe('Does the same seed give the same trial?'),
  unrepeatable: z
    .array(z.string())
    .optional()
    .describe('Why not: what it touched that no seed holds. Absent where it is reproducible.'),
  verdict: z.enum(verdicts).describe('What it came to.'),
  reason: z.string().describe('Why, in one sentence.'),
  scores: z.array(scoreRecordSchema).describe('One for each scorer that judged it.'),
  guards: z.array(guardRecordSchema).describe("One for each of the scenario's guards."),
  faults: z.array(faultRecordSchema).describe("One for each entry of the variant's plan."),
  actions: z.array(actionRecordSchema).describe('What it did, by kind, in order of first use.'),
  effects: z.int().describe('How many changes the world really made.'),
  usage: usageSchema.describe('What it took.'),
  answer: z.json().describe("The agent's final answer. Null where it gave none."),
  error: z.string().nullable().describe('What failed, where the trial is an error.'),
  trace: tracePlaceSchema.describe('Where its trace lies.'),
  closing: z
    .array(closingEventSchema)
    .describe('The last events of its trace, known once its process was through with it: they stand here alone.'),
  chain: chainSchema.describe('What the chain of the trace must come to, with a link for the closing events.'),
  traceHash: z
    .string()
    .describe('Digest of what was done, without times and ids: equal where two trials went the same way.'),
  replay: z.string().describe('The command that runs this trial again.'),
})

export type Verdict = (typeof verdicts)[number]
export type GuardRecord = z.infer<typeof guardRecordSchema>
export type UnderRecord = z.infer<typeof underSchema>
export type FaultRecord = z.infer<typeof faultRecordSchema>
export type ModelUsage = z.infer<typeof modelUsageSchema>
export type Usage = z.infer<typeof usageSchema>
export type TrialRecord = z.infer<typeof trialRecordSchema>
