import { z } from 'zod'
import { assign } from '../kernel/assignment.ts'
import { containsJson, equalJson, type Leeway } from '../kernel/match-json.ts'
import { fits, fitsAny } from '../kernel/pattern.ts'
import { targetElsewhere, targetName } from '../record/names.ts'
import { wholeInput } from '../trace/bounded.ts'
import { isWrite } from '../trace/deed.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { readVolatile, type Volatile } from '../trace/volatile.ts'
import { defineScorer } from './define.ts'
import { wasRun, wentWell } from './grading/calls.ts'
import { cite, refer } from './grading/events.ts'
import { type Check, cut, grade, show } from './grading/grade.ts'
import { alignTurns, turnsOf } from './grading/turns.ts'
import { leewayFor, unorderedListsSchema } from './grading/unordered-lists.ts'

const callSchema = z.strictObject({
  /** `*` for any run of characters. */
  target: targetName(),
  /** Compared as `args` says; absent: any. */
  input: z.json().optional(),
})

const paramsSchema = z
  .strictObject({
    /**
     * 'strict': these calls in this order. 'turns': in this order, but calls that the agent made at once, in one turn of
     * its model or before a reply to any of them came, in any. 'unordered': these calls. 'subset': the agent's calls are
     * among these. 'superset': these are among the agent's calls.
     */
    match: z.enum(['strict', 'turns', 'unordered', 'subset', 'superset']).optional(),
    calls: z.array(callSchema).default([]),
    /** The agent's input beside the given one: the same, anything, a part of it, or all of it and perhaps more. */
    args: z.enum(['exact', 'ignored', 'subset', 'superset']).default('superset'),
    /** Lists of inputs whose order does not count: true for all, or by the names that lead to them: 'body.items'. */
    unorderedLists: unorderedListsSchema,
    /** [first, then]: each call that fits `then` comes after a successful reply to a call that fits `first`. */
    order: z.array(z.tuple([targetName(), targetName()])).default([]),
    /** Which calls count: those that the world ran, or all that the agent proposed. */
    of: z.enum(['executed', 'proposed']).default('executed'),
    /** Several tries of one call count once, or each. */
    retries: z.enum(['fold', 'count']).default('fold'),
    /** Targets that `match` does not look at. */
    ignore: z.array(targetElsewhere()).default(['model *']),
  })
  .refine(({ match, order }) => match !== undefined || order.length > 0, 'give match, order or both')
  .refine(({ match, calls }) => match !== undefined || calls.length === 0, 'calls need a match')
  .refine(({ match, calls }) => match !== 'superset' || calls.length > 0, 'a superset of no calls is any: give calls')

type Params = z.infer<typeof paramsSchema>
type Wanted = z.infer<typeof callSchema>

/** How an input is compared with that of the reference. */
interface Compare extends Pick<Params, 'args'> {
  volatile: Volatile
  leeway: Leeway
}

/** The way there: which calls the agent made, and in what order. */
export const trajectory = defineScorer({
  name: 'trajectory',
  summary:
    'Compares the calls with a reference (strict, turns, unordered, subset, superset), and checks what comes before what.',
  params: paramsSchema,
  score: (evidence, params) => {
    const how = {
      args: params.args,
      volatile: readVolatile(evidence.volatile),
      leeway: leewayFor(params.unorderedLists),
    }
    const counted = evidence.calls.filter((story) => params.of === 'proposed' || wasRun(story))
    const calls = fold(counted, params, how).filter(({ call }) => !fitsAny(params.ignore, call.target))
    const checks = [
      ...(params.match ? [checkMatch(calls, params.calls, params.match, how)] : []),
      ...params.order.map((pair) => checkOrder(evidence, counted, pair)),
    ]
    return grade(checks, `The ${calls.length} calls are as expected.`)
  },
})

/**
 * A retry is a call of which an earlier one brought the agent no good answer: what succeeded and is done again is done twice. A
 * read that is made again is one more where the reference names so many, and no other step where it does not.
 */
function fold(calls: CallStory[], { retries, calls: wanted }: Params, how: Compare): CallStory[] {
  if (retries === 'count') return calls
  const tries = new Map<string, { kept: number; last: CallStory }>()
  return calls.filter((story) => {
    const before = tries.get(story.call.key)
    const named = () => wanted.filter((one) => isWanted(story, one, how)).length
    const isAgain =
      before && (!wentWell(before.last) || (!isWrite(story.call, story.effects) && before.kept >= named()))
    tries.set(story.call.key, { kept: (before?.kept ?? 0) + (isAgain ? 0 : 1), last: story })
    return !isAgain
  })
}

function checkMatch(calls: CallStory[], wanted: Wanted[], match: NonNullable<Params['match']>, how: Compare): Check {
  const isPair = (one: number, other: number) => isWanted(calls[one], wanted[other], how)
  const partners = assign(calls.length, wanted.length, isPair)
  const extra = calls.filter((_, index) => partners[index] === undefined)
  const missing = wanted.filter((_, index) => !partners.includes(index))
  const pairs = calls.length - extra.length
  const most = Math.max(calls.length, wanted.length)
  const held = {
    strict: () => ratio(alignTurns(Array(calls.length).fill(1), wanted.length, isPair), most),
    turns: () => ratio(alignTurns(sizesOf(turnsOf(calls)), wanted.length, isPair), most),
    unordered: () => ratio(pairs, most),
    subset: () => ratio(pairs, calls.length),
    superset: () => ratio(pairs, wanted.length),
  }[match]()
  const problem = tell(match, match === 'subset' ? [] : missing, match === 'superset' ? [] : extra)
  const shown = match === 'superset' || extra.length === 0 ? calls : extra
  return { held, problem, events: refer(shown.map(({ proposed }) => proposed)) }
}

function sizesOf(turns: CallStory[][]): number[] {
  return turns.map(({ length }) => length)
}

function tell(match: string, missing: Wanted[], extra: CallStory[]): string {
  const lacks = missing.length === 0 ? [] : [`missing ${name(missing[0])}${others(missing)}`]
  const events = refer(extra.map(({ proposed }) => proposed))
  const first = cut(extra[0]?.call.target ?? '', 100)
  const has = extra.length === 0 ? [] : [`unexpected ${first}${others(extra)}${cite(events)}`]
  return `The calls do not match (${match}): ${[...lacks, ...has].join(', ') || 'they are in another order'}.`
}

function name(wanted: Wanted | undefined): string {
  return cut(wanted?.target ?? '', 100) + (wanted?.input === undefined ? '' : ` with ${show(wanted.input)}`)
}

function others(list: unknown[]): string {
  return list.length > 1 ? ` and ${list.length - 1} more` : ''
}

function isWanted(
  story: CallStory | undefined,
  wanted: Wanted | undefined,
  { args, volatile, leeway }: Compare,
): boolean {
  if (!story || !wanted || !fits(wanted.target, story.call.target)) return false
  const { input } = wanted
  if (input === undefined || args === 'ignored') return true
  const made = wholeInput(story.call)
  const skip = volatile.input(story.call)
  if (args === 'exact') return equalJson(made, input, { ...leeway, skip })
  if (args === 'subset') return containsJson(input, made, { ...leeway, skip })
  return containsJson(made, input, leeway)
}

/** Every call that fits `then` was proposed after the delivery of a good reply to one that fits `first`. */
function checkOrder({ calls }: Evidence, counted: CallStory[], [first, then]: [string, string]): Check {
  const known = calls.filter((story) => fits(first, story.call.target) && wentWell(story))
  const since = known.reduce((seq, { delivered }) => Math.min(seq, delivered?.seq ?? seq), Number.POSITIVE_INFINITY)
  const after = counted.filter(({ call }) => fits(then, call.target))
  const early = after.filter(({ proposed }) => proposed.seq < since)
  const events = refer((early.length > 0 ? early : after).map(({ proposed }) => proposed))
  const problem = `Expected ${cut(first, 100)} before ${cut(then, 100)}, found ${early.length} of ${after.length} calls without it${cite(events)}.`
  return { held: early.length === 0 ? 1 : 1 - early.length / after.length, problem, events }
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 1 : part / whole
}
