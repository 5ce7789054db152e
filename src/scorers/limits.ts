import { z } from 'zod'
import { formatMoney, micros, usd } from '../kernel/money.ts'
import { isTurn } from '../trace/deed.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { wasWrite } from './grading/calls.ts'
import { refer } from './grading/events.ts'
import { type Check, grade } from './grading/grade.ts'
import { costOf } from './grading/metered.ts'

const most = z.int().min(0).optional()

const paramsSchema = z
  .strictObject({
    /** Calls of every channel, model calls and refused ones among them. */
    calls: most,
    modelCalls: most,
    /** Calls that the world ran and that were not declared to be reads; model calls aside. */
    writes: most,
    /** How often one call may be tried again. */
    retries: most,
    /** US dollars, by the world's account; by the estimate where it gives none for a call that went well. */
    usd: z.number().min(0).max(1_000_000_000).multipleOf(0.000001).optional(),
    /** Real time from the start to the end, in ms. */
    wallMs: z.number().min(0).optional(),
    /** Tokens that models wrote. */
    outputTokens: most,
  })
  .refine((limits) => Object.values(limits).some((limit) => limit !== undefined), 'no limit is given')

type Params = z.infer<typeof paramsSchema>
/** What was used, and the calls that went over the limit. An `actual` that is no number is unknown, and over any limit. */
type Measure = (evidence: Evidence, limit: number) => { actual: number; over: CallStory[] }

const MEASURES: Record<keyof Params, { noun: string; measure: Measure; show?: (value: number) => string }> = {
  calls: { noun: 'calls', measure: sum(() => 1) },
  modelCalls: { noun: 'model calls', measure: sum((story) => (isModel(story) ? 1 : 0)) },
  writes: { noun: 'writes', measure: sum((story) => (wasWrite(story) ? 1 : 0)) },
  retries: { noun: 'retries of one call', measure: countRetries },
  usd: { noun: 'spent', measure: sum(costOf), show: (value) => formatMoney(micros(value)) },
  wallMs: { noun: 'ms of real time', measure: ({ ended }) => ({ actual: ended?.wallMs ?? Number.NaN, over: [] }) },
  outputTokens: { noun: 'output tokens', measure: sum(({ executed }) => executed?.usage?.outputTokens ?? 0) },
}

/** What the agent used of what it may use. The value is the ratio of limit to use where it is over. */
export const limits = defineScorer({
  name: 'limits',
  summary: 'Holds calls, writes, retries, cost, time and tokens against upper limits.',
  params: paramsSchema,
  score: (evidence, params) => {
    const names = (Object.keys(MEASURES) as (keyof Params)[]).filter((name) => params[name] !== undefined)
    const findings = names.map((name) => find(evidence, name, params[name] ?? 0))
    const used = findings.map(({ found }) => found).join(', ')
    return grade(findings, `Within the limits: ${used}.`)
  },
})

function find(evidence: Evidence, name: keyof Params, given: number): Check & { found: string } {
  const { noun, measure, show = String } = MEASURES[name]
  const limit = name === 'usd' ? usd(given.toFixed(6)).micros : given
  const { actual, over } = measure(evidence, limit)
  const known = Number.isFinite(actual)
  const found = known ? `${show(actual)} ${noun}` : `an unknown amount of ${noun}`
  const held = !known ? 0 : actual <= limit ? 1 : limit / actual
  const problem = `Expected at most ${show(limit)} ${noun}, found ${found}.`
  return { held, problem, events: refer(over.map(({ proposed }) => proposed)), found }
}

function isModel({ call }: CallStory): boolean {
  return isTurn(call)
}

function sum(weigh: (story: CallStory) => number): Measure {
  return ({ calls }, limit) => {
    const over: CallStory[] = []
    let actual = 0
    for (const story of calls) {
      const weight = weigh(story)
      actual += weight
      if (weight > 0 && actual > limit) over.push(story)
    }
    return { actual: Number.isSafeInteger(actual) ? actual : Number.NaN, over }
  }
}

function countRetries({ calls }: Evidence, limit: number): ReturnType<Measure> {
  const actual = calls.reduce((most, { call }) => Math.max(most, call.attempt - 1), 0)
  return { actual, over: calls.filter(({ call }) => call.attempt - 1 > limit) }
}
