import { z } from 'zod'
import { actionRecordSchema } from './action.ts'
import { whenSchema } from './plan.ts'
import { scoreRecordSchema } from './score.ts'

export const verdicts = ['error', 'failed', 'inconclusive', 'passed'] as const

/** A guard's outcome in one trial. */
export const guardRecordSchema = z.strictObject({
  name: z.string(),
  mode: z.enum(['enforce', 'observe']),
  /**
   * 'bypassed': its oracle found a violation among the effects. 'false-alarm': it denied a call listed as legitimate.
   * 'held': it decided at least one call. 'not-exercised': it decided none.
   */
  outcome: z.enum(['held', 'bypassed', 'not-exercised', 'false-alarm']),
  required: z.boolean(),
  decisions: z.strictObject({ allow: z.int(), deny: z.int(), hold: z.int(), halt: z.int() }),
  evidence: z.array(z.strictObject({ calls: z.array(z.string()), message: z.string() })),
})

/** What became of one entry of the fault plan. */
export const faultRecordSchema = z.strictObject({
  fault: z.string(),
  params: z.record(z.string(), z.json()),
  on: z.string(),
  when: whenSchema,
  /** The calls that it selected. */
  schedule: z.array(z.strictObject({ call: z.string(), key: z.string(), attempt: z.int() })),
  /** How many calls it owed: those it selected, and at least one unless chance selected none. */
  planned: z.int(),
  delivered: z.int(),
  /** 'not-drawn': chance selected no call, nothing is owed. */
  state: z.enum(['delivered', 'undelivered', 'not-drawn']),
  /** What the client saw of it, where it arrived. */
  symptom: z.string().nullable(),
})

export const usageSchema = z.strictObject({
  calls: z.int(),
  modelCalls: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** What the calls really cost, in US dollars. */
  usd: z.number(),
  wallMs: z.number(),
  virtualMs: z.number(),
})

/** One agent, one model, one scenario, one variant, one seed: what came of it. */
export const trialRecordSchema = z.strictObject({
  id: z.string(),
  scenario: z.string(),
  variant: z.string(),
  agent: z.string(),
  model: z.string().nullable(),
  /** From 1. */
  repeat: z.int().min(1),
  seed: z.string(),
  /** Digest of the scenario's definition: trials of two definitions are not compared. */
  definition: z.string(),
  tags: z.array(z.string()),
  tier: z.enum(['T1', 'T2', 'T3']),
  /** How the world was put back: 'fresh' is a world built anew. */
  reset: z.string(),
  reproducible: z.boolean(),
  verdict: z.enum(verdicts),
  /** One sentence. */
  reason: z.string(),
  scores: z.array(scoreRecordSchema),
  guards: z.array(guardRecordSchema),
  faults: z.array(faultRecordSchema),
  /** What it did, by kind, in order of first use. */
  actions: z.array(actionRecordSchema),
  effects: z.int(),
  usage: usageSchema,
  answer: z.json(),
  error: z.string().nullable(),
  /** Path of the trace below the run's folder. */
  trace: z.string(),
  chain: z.strictObject({ nonce: z.string(), head: z.string(), count: z.int() }),
  traceHash: z.string(),
  /** The command that runs this trial again. */
  replay: z.string(),
})

export type Verdict = (typeof verdicts)[number]
export type GuardRecord = z.infer<typeof guardRecordSchema>
export type FaultRecord = z.infer<typeof faultRecordSchema>
export type Usage = z.infer<typeof usageSchema>
export type TrialRecord = z.infer<typeof trialRecordSchema>
