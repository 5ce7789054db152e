import { z } from 'zod'
import { formatMoney, micros, usd } from '../kernel/money.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { defineScorer } from './define.ts'
import { refer } from './grading/events.ts'
import { type Check, grade } from './grading/grade.ts'
import { knownCostOf, tokensOf } from './grading/metered.ts'

const amounts = z
  .strictObject({
    /** US dollars, by the world's account and the gateway's prices. */
    usd: z.number().min(0).max(1_000_000_000).multipleOf(0.000001).optional(),
    /** Tokens that models read and wrote. */
    tokens: z.int().min(0).optional(),
    /** Calls of every channel, model calls and refused ones among them. */
    calls: z.int().min(0).optional(),
  })
  .refine((given) => Object.values(given).some((amount) => amount !== undefined), 'no amount is given')

const paramsSchema = z
  .strictObject({
    /** What the trial may use. */
    limit: amounts.optional(),
    /** What a good trial used: of a gold path, or of an accepted run. */
    reference: amounts.optional(),
    /** How many times the reference is still as good as it. */
    ratio: z.number().min(1).max(1_000).default(1.1),
  })
  .refine(({ limit, reference }) => limit !== undefined || reference !== undefined, 'give limit, reference or both')

type Amounts = z.infer<typeof amounts>

const METERS: Record<keyof Amounts, { of: (story: CallStory) => number; show: (value: number) => string }> = {
  usd: { of: knownCostOf, show: (value) => formatMoney(micros(Math.floor(value))) },
  tokens: { of: tokensOf, show: (value) => `${Math.floor(value)} tokens` },
  calls: { of: () => 1, show: (value) => `${Math.floor(value)} calls` },
}

/**
 * What the work cost, by the harness's own meters. For each amount the value is 1 up to what is allowed, and allowed
 * divided by used beyond it; the score is their mean. Allowed is the limit, or the reference times the ratio.
 */
export const cost = defineScorer({
  name: 'cost',
  summary: 'Holds dollars, tokens and calls, as the harness metered them, against a limit or a reference.',
  params: paramsSchema,
  score: (evidence, { limit, reference, ratio }) => {
    const used = new Set<string>()
    const checks = [
      ...check(evidence, limit, { ratio: 1, named: 'the limit' }, used),
      ...check(evidence, reference, { ratio, named: `${ratio} times the reference` }, used),
    ]
    return grade(checks, `Used ${[...used].join(', ')}, within what is allowed.`)
  },
})

function check(
  { calls }: Evidence,
  given: Amounts | undefined,
  { ratio, named }: { ratio: number; named: string },
  used: Set<string>,
): Check[] {
  const names = (Object.keys(METERS) as (keyof Amounts)[]).filter((name) => given?.[name] !== undefined)
  return names.map((name) => {
    const { of, show } = METERS[name]
    const amount = given?.[name] ?? 0
    const most = (name === 'usd' ? usd(amount.toFixed(6)).micros : amount) * ratio
    const sum = calls.reduce((total, story) => total + of(story), 0)
    const isKnown = Number.isSafeInteger(sum)
    const found = isKnown ? show(sum) : `${name} that nobody metered`
    used.add(found)
    const problem = `Expected at most ${show(most)} (${named}), found ${found}.`
    const events = refer(blamed(calls, of, most).map(({ proposed }) => proposed))
    return { held: !isKnown ? 0 : sum <= most ? 1 : most / sum, problem, events }
  })
}

/** The calls that were not metered; else those that went beyond what is allowed. */
function blamed(calls: readonly CallStory[], of: (story: CallStory) => number, most: number): CallStory[] {
  const unmetered = calls.filter((story) => !Number.isSafeInteger(of(story)))
  if (unmetered.length > 0) return unmetered
  let sum = 0
  return calls.filter((story) => {
    sum += of(story)
    return of(story) > 0 && sum > most
  })
}
