import { z } from 'zod'
import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState, Hold } from '../boundary/decision.ts'
import { fitsAny } from '../kernel/pattern.ts'
import { targetNames } from '../record/names.ts'
import { changedBy, type Deed, itemsOf } from '../trace/deed.ts'
import type { CallRecord } from '../trace/events/call.ts'
import { begunAt, type CallStory, type Evidence } from '../trace/evidence.ts'
import { defineGuard, type Violation } from './define.ts'
import { keepingTime } from './hours/keeping-time.ts'
import { createAdmissions } from './pacing/admissions.ts'
import { rateMutants as mutants } from './pacing/mutants.ts'
import { often, type Probe, targetOf } from './probe.ts'

const SPANS = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const

const rateLimitParams = z
  .strictObject({
    /** How many items may be touched in any window of the span. */
    limit: z.int().min(1).optional(),
    /** The span, by name or in ms of the trial's clock. */
    per: z.enum(['second', 'minute', 'hour', 'day']).optional(),
    perMs: z.int().min(1).optional(),
    /** How many calls may be on their way at once. */
    concurrent: z.int().min(1).optional(),
    /** Targets that share the limit. */
    on: targetNames().default('*'),
    /** Does a batch count each of its items? Otherwise every call counts 1. */
    countItems: z.boolean().default(true),
  })
  .refine(({ limit, concurrent }) => limit !== undefined || concurrent !== undefined, {
    error: 'limit or concurrent is needed',
  })
  .refine(
    ({ limit, per, perMs }) => Number(per !== undefined) + Number(perMs !== undefined) === Number(limit !== undefined),
    {
      error: 'limit needs one of per and perMs, and they need limit',
    },
  )
  .transform(({ per, perMs, ...params }) => ({ ...params, spanMs: perMs ?? (per ? SPANS[per] : 0) }))

export type RateLimitParams = z.output<typeof rateLimitParams>

/** Keeps the agent, its sub-agents and its retries within one limit: so much in any window of time, so many at once. */
export const rateLimit = defineGuard({
  name: 'rate-limit',
  summary: 'Caps how much the agent does in any window of time, and how much at once.',
  params: rateLimitParams,
  start: keepingTime(start),
  violations,
  probe,
  mutants,
  // Whoever never learns that a call is over lets fewer pass, not more, unless items are counted.
  harmless: ({ countItems }) => (countItems ? [] : ['ignores-outcomes']),
})

type Final = Exclude<Decision, Hold>

/** One bucket for all: what a call says of who makes it, or with which key, opens no second one. */
function start(params: RateLimitParams, { clock }: GuardContext): GuardState {
  const { limit = Number.POSITIVE_INFINITY, concurrent = Number.POSITIVE_INFINITY, spanMs } = params
  const admissions = createAdmissions(limit, spanMs)
  const open = new Set<string>()
  const admit = (call: Call, weight = weightOf(call, params)): Final => {
    const now = clock.now()
    const answer = admissions.admit(call.id, weight, now)
    if (answer === true) return { kind: 'allow', reason: 'within the limit' }
    return deny(overLimit(answer.roomAt && answer.roomAt - now, weight, params))
  }
  return {
    concerns: (call) => call.malformed !== undefined || inScope(call, params),
    decide: (call) => {
      if (!isSound(call)) return deny(`how much ${call.target} touches cannot be told`)
      if (open.size >= concurrent) {
        return deny(`${open.size} calls are on their way and ${concurrent} may be; try again when one has ended`)
      }
      const decision = admit(call)
      if (decision.kind === 'allow') open.add(call.id)
      return decision
    },
    // It runs only now, so now is when it counts.
    confirm: (call) => {
      admissions.withdraw(call.id)
      return admit(call)
    },
    // It touches more than it said, or something else.
    inspect: (call, effects) => {
      const weight = weightOf(call, params, effects)
      if (!inScope(call, params, effects) || (inScope(call, params) && weight <= weightOf(call, params)))
        return undefined
      admissions.withdraw(call.id)
      const decision = admit(call, weight)
      // Tried and undone is tried.
      if (decision.kind !== 'allow') admit(call)
      return decision
    },
    settle: (call, executed, effects) => {
      open.delete(call.id)
      if (executed === undefined && effects.length === 0) admissions.withdraw(call.id)
      else admissions.raise(call.id, weightOf(call, params, effects))
    },
  }
}

function overLimit(retryAfterMs: number | undefined, weight: number, params: RateLimitParams): string {
  const rule = `${params.limit} per ${spanText(params.spanMs)}`
  if (retryAfterMs !== undefined) return `more than ${rule}; retryAfterMs: ${retryAfterMs}`
  return `${weight} at once can never be within ${rule}; make smaller batches`
}

/** An empty batch is a call all the same. */
function weightOf(call: CallRecord, { countItems }: RateLimitParams, deeds: readonly Deed[] = []): number {
  return countItems ? Math.max(1, itemsOf(call, deeds)) : 1
}

function inScope(call: CallRecord, { on }: RateLimitParams, deeds: readonly Deed[] = []): boolean {
  return [call.target, ...changedBy(call, deeds)].some((name) => fitsAny(on, name))
}

function isSound({ items, malformed }: CallRecord): boolean {
  return malformed === undefined && Number.isSafeInteger(items) && items >= 0
}

/** A call that the world carried out or refused, as the oracle sees it. */
interface Run {
  id: string
  target: string
  weight: number
  /** Something kept it on its way: when it began shows, but not among which others. */
  waited: boolean
  /** When the world began, ms since 1970, and the earliest moment at which a guard may have counted it. */
  begun: number
  counted: number
  /** Places in the trace: when the last guard had spoken, when the world was done. */
  from: number
  to: number
}

/**
 * Counts what the world began in every window of the span, by the times in the trace as they are and by a clock that
 * never goes back; and how many calls were on their way whenever one was let through. Failures and retries count.
 */
function violations({ calls }: Pick<Evidence, 'calls'>, params: RateLimitParams): Violation[] {
  const runs = calls
    .filter(({ call, effects }) => inScope(call, params, effects))
    .flatMap((story) => runOf(story, params))
  const { limit, concurrent, spanMs } = params
  const crowded =
    limit === undefined ? [] : [...overfull(runs, limit, spanMs), ...overfull(onward(runs), limit, spanMs)]
  const named = new Set(crowded.map(({ id }) => id))
  const beyond = runs.filter(({ id }) => named.has(id))
  const many = runs.filter((run) => concurrent !== undefined && onTheirWay(run, runs) >= concurrent)
  return [
    ...report(beyond, `beyond ${limit} per ${spanText(spanMs)}`),
    ...report(many, `while ${concurrent} others were on their way`),
  ]
}

function runOf(story: CallStory, params: RateLimitParams): Run[] {
  const { call, proposed, decisions, approvals, faults, executed, effects } = story
  const begun = begunAt(story)
  const to = executed?.seq ?? effects.at(-1)?.seq
  if (begun === undefined || to === undefined) return []
  // Real time may pass between a guard's word and the world's beginning. Where nothing kept the call, it is that little.
  const waited = approvals.length + faults.length > 0
  const counted = waited ? begun : proposed.at
  const from = Math.max(proposed.seq, ...decisions.map(({ seq }) => seq))
  return [
    { id: call.id, target: call.target, weight: weightOf(call, params, effects), waited, begun, counted, from, to },
  ]
}

/** The runs at whose beginning a window was fuller than it may be. */
function overfull(runs: readonly Run[], limit: number, spanMs: number): Run[] {
  const inOrder = runs.toSorted((a, b) => a.begun - b.begun)
  let first = 0
  return inOrder.filter((run, index) => {
    while (run.begun - (inOrder[first]?.begun ?? run.begun) >= spanMs) first++
    const window = inOrder.slice(first, index + 1).filter(({ counted }) => run.begun - counted < spanMs)
    return sum(window) > limit
  })
}

/** The runs whose order is known, by a clock that stands still whenever the trial's clock goes back. */
function onward(runs: readonly Run[]): Run[] {
  let latest = Number.NEGATIVE_INFINITY
  return runs
    .filter(({ waited }) => !waited)
    .toSorted((a, b) => a.from - b.from)
    .map((run) => {
      latest = Math.max(latest, run.begun)
      return { ...run, begun: latest, counted: Math.max(run.counted, latest - (run.begun - run.counted)) }
    })
}

function onTheirWay(run: Run, runs: readonly Run[]): number {
  return runs.filter((other) => other.from < run.from && other.to > run.from).length
}

function report(found: readonly Run[], how: string): Violation[] {
  const [first] = found
  if (!first) return []
  const calls = found.map(({ id }) => id)
  const who = calls.length === 1 ? 'a call' : `${calls.length} calls`
  return [{ calls, message: `${who} ran ${how}, the first ${first.target}` }]
}

function sum(runs: readonly Run[]): number {
  return runs.reduce((total, { weight }) => total + weight, 0)
}

function spanText(spanMs: number): string {
  const named = Object.entries(SPANS).find(([, ms]) => ms === spanMs)
  return named ? named[0] : `${spanMs} ms`
}

function deny(reason: string): Final {
  return { kind: 'deny', reason }
}

/** More at once than any window may hold, or than may be on their way. */
function probe({ limit, concurrent, on, countItems }: RateLimitParams): Probe | undefined {
  const target = targetOf(on)
  if (limit !== undefined && countItems) return { calls: [{ target, items: limit + 1 }] }
  const many = often(Math.min(limit ?? Number.POSITIVE_INFINITY, concurrent ?? Number.POSITIVE_INFINITY) + 1, {
    target,
  })
  return many && { ...many, together: true }
}
