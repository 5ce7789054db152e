import { z } from 'zod'

export const driftVerdicts = ['regressed', 'improved', 'inconclusive', 'unchanged'] as const

/** One figure of two sides over the same pairs of trials. Repeats of a pair in which chance has no say are one pair. */
export const driftFindingSchema = z.strictObject({
  /** A scenario, or null for all of them together. */
  scenario: z.string().nullable(),
  measure: z.enum(['passed', 'cost', 'steps', 'calls', 'virtualMs']),
  pairs: z.int(),
  /** The mean of each side; of `passed` it is the pass rate. */
  base: z.number(),
  head: z.number(),
  /** Head less base. */
  difference: z.number(),
  /** Its 95 % interval; null where there is none: chance has no say in the pairs, or they show too little of it. */
  low: z.number().nullable(),
  high: z.number().nullable(),
  /** Null where chance has no say in the pairs. */
  p: z.number().nullable(),
  /** Has chance no say in the pairs? Then what differs differs for certain. */
  certain: z.boolean(),
  /** After correction for the number of figures; null where these pairs could not have shown anything. */
  adjusted: z.number().nullable(),
  verdict: z.enum(driftVerdicts),
  /** About how many pairs would decide, should what was seen go on; null where it is decided, or none would. */
  needed: z.int().nullable(),
})

/** Trials that were not compared, and why. */
export const notComparedSchema = z.strictObject({
  scenario: z.string(),
  variant: z.string(),
  contestant: z.string(),
  trials: z.int(),
  why: z.string(),
})

/** A task that the base passed and the head did not, in at least one pair. */
export const flippedSchema = z.strictObject({
  scenario: z.string(),
  variant: z.string(),
  /** Has chance no say in it? Then it is a regression. */
  certain: z.boolean(),
  /** Pairs that the base alone passed, and pairs that the head alone passed. */
  lost: z.int(),
  won: z.int(),
})

const modelSideSchema = z.strictObject({
  calls: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** US dollars a trial, over all pairs; null where the price of a turn is not known. */
  usdPerTrial: z.number().nullable(),
})

/** What one model took on both sides, over the same pairs. Null: that side did not ask it. */
export const modelContestSchema = z.strictObject({
  model: z.string(),
  base: modelSideSchema.nullable(),
  head: modelSideSchema.nullable(),
})

/** Two agents, or one agent with two models, or one agent at two times. */
export const contestSchema = z.strictObject({
  base: z.string(),
  head: z.string(),
  pairs: z.int(),
  /** Pairs in which both sides did the same, step by step. */
  identical: z.int(),
  findings: z.array(driftFindingSchema),
  flipped: z.array(flippedSchema),
  /** What each model took: no finding, only told. */
  models: z.array(modelContestSchema).default([]),
  /** Pairs that the base passed and the head did not, by id. */
  lost: z.array(z.strictObject({ base: z.string(), head: z.string() })),
})

/** A side of a comparison. */
export const sideSchema = z.strictObject({ run: z.string(), startedAt: z.string(), mettle: z.string() })

/** What `mettle compare` found. */
export const comparisonSchema = z.strictObject({
  schemaVersion: z.literal(1),
  base: sideSchema,
  head: sideSchema,
  /** Expected share of false findings among all that are reported. */
  alpha: z.number(),
  /** A difference of pass rates within it is none that matters. */
  margin: z.number(),
  /** The same for the other figures, as a share of the base's mean. */
  change: z.number(),
  warnings: z.array(z.string()),
  notCompared: z.array(notComparedSchema),
  contests: z.array(contestSchema),
  passed: z.boolean(),
  reason: z.string(),
})

export type DriftVerdict = (typeof driftVerdicts)[number]
export type DriftFinding = z.infer<typeof driftFindingSchema>
export type NotCompared = z.infer<typeof notComparedSchema>
export type ModelContest = z.infer<typeof modelContestSchema>
export type Contest = z.infer<typeof contestSchema>
export type Comparison = z.infer<typeof comparisonSchema>
