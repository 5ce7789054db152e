import { z } from 'zod'
import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState } from '../boundary/decision.ts'
import { digest } from '../kernel/json.ts'
import { formatMoney, type Money, readMoney } from '../kernel/money.ts'
import { fitsAny } from '../kernel/pattern.ts'
import type { EventOf } from '../trace/event.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { asksItself } from './asking/asks-itself.ts'
import { rowStories, rowsInScope } from './asking/rows.ts'
import { defineGuard, type Violation } from './define.ts'
import { dollars } from './spending/dollars.ts'

// Real timers wrap around beyond this many ms and would fire at once.
const LONGEST_MS = 2 ** 31 - 1

const over = z
  .strictObject({
    /** Dollars: a write that costs more, or whose cost is unknown, needs approval. */
    usd: dollars.optional(),
    /** A write that touches more things needs approval. Rows are counted by what a statement did, cascades and triggers included. */
    items: z.int().min(0).optional(),
    /** 'trial': things that were touched without approval add up, in however many calls. */
    within: z.enum(['call', 'trial']).default('call'),
  })
  .refine(({ usd, items }) => usd !== undefined || items !== undefined, { error: 'usd or items is needed' })

const approvalParams = z.strictObject({
  /** Targets whose writes need approval. */
  on: z.union([z.string(), z.array(z.string()).min(1)]).default('*'),
  /** Only writes beyond either threshold. Default: every write. */
  over: over.optional(),
  /** How long the agent waits for an answer, in ms of the trial's clock. */
  timeoutMs: z.int().min(1).max(LONGEST_MS).default(3_600_000),
  /** How long an unused approval stays good, in ms of the trial's clock. */
  grantMs: z.int().min(1).default(86_400_000),
})

export type ApprovalParams = z.output<typeof approvalParams>

/** Lets a write run only after a person approved exactly this write, once. */
export const approval = defineGuard({
  name: 'approval',
  summary: 'Holds writes until a person approves exactly what will run.',
  params: approvalParams,
  start,
  violations,
})

/** A person's yes to one content. `holder` is the call that is using it. */
interface Grant {
  content: string
  by: string
  at: number
  holder: string | undefined
}

function start(params: ApprovalParams, context: GuardContext): GuardState {
  let grants: Grant[] = []
  const small = createTally(params)
  const isGood = ({ at }: Grant) => at <= context.clock.now() && context.clock.now() < at + params.grantMs
  return {
    concerns: (call) =>
      call.malformed !== undefined || (addsUp(params) ? inScope(call, params) : needsApproval(call, params)),
    decide: (call) => {
      if (!hasSoundFigures(call)) return deny(`what ${call.target} costs or touches cannot be told`)
      if (call.channel === 'sql') return { kind: 'allow', reason: 'what it changes is looked at before it stays' }
      if (!needsApproval(call, params, small.others(call.id))) {
        small.note(call.id, call.items)
        return { kind: 'allow', reason: 'it is small enough' }
      }
      const content = contentOf(call)
      const unused = grants.find((grant) => grant.content === content && grant.holder === undefined && isGood(grant))
      if (unused) {
        unused.holder = call.id
        return allow(unused.by, 'approved before and not used yet')
      }
      const granted = (by: string) => grants.push({ content, by, at: context.clock.now(), holder: call.id })
      return hold(call, () => contentOf(call) === content, params, granted)
    },
    inspect: (call, effects) => {
      const rows = rowsInScope(params.on, call, effects).length
      if (rows === 0) return undefined
      const all = small.others(call.id) + rows
      if (!isOver(params, { items: all, cost: call.cost })) {
        small.note(call.id, rows)
        return { kind: 'allow', reason: `${rows} changed rows are few enough` }
      }
      // What was done is held open while a person looks at it: it cannot become something else.
      return hold(
        call,
        () => true,
        params,
        () => {},
      )
    },
    undone: (effects) => {
      for (const { call } of effects) small.takeBack(call)
    },
    settle: (call, executed, effects) => {
      const ran = executed !== undefined || effects.length > 0
      if (!ran) small.forget(call.id)
      // One use: an approval goes with the call that ran, and returns when the call never did.
      if (ran) grants = grants.filter(({ holder }) => holder !== call.id)
      for (const grant of grants) if (grant.holder === call.id) grant.holder = undefined
    },
  }
}

/** What was touched without approval in a trial, by the call. */
function createTally(params: ApprovalParams) {
  const touched = new Map<string, number>()
  return {
    /** By all calls but this one, where that counts. */
    others: (call: string) => {
      if (!addsUp(params)) return 0
      return [...touched].reduce((sum, [id, items]) => (id === call ? sum : sum + items), 0)
    },
    note: (call: string, items: number) => void touched.set(call, items),
    forget: (call: string) => void touched.delete(call),
    takeBack: (call: string) => {
      const items = touched.get(call)
      if (items !== undefined) touched.set(call, Math.max(0, items - 1))
    },
  }
}

function addsUp({ over }: ApprovalParams): boolean {
  return over?.within === 'trial'
}

function hold(call: Call, isSame: () => boolean, params: ApprovalParams, granted: (by: string) => void): Decision {
  return {
    kind: 'hold',
    reason: `${call.target} needs approval`,
    timeoutMs: params.timeoutMs,
    resolve: (answer) => {
      if (answer.kind === 'silent')
        return deny(`nobody answered the request for approval within ${params.timeoutMs} ms; the action did not run`)
      if (answer.kind === 'denied') return deny(`${answer.by} denied it; the action did not run`)
      if (asksItself(answer.by, call.principal)) return deny(`${answer.by} cannot approve its own action`)
      // What runs is what was shown, even if the agent kept a hand on its input while it waited.
      if (!isSame()) return deny('the action changed while it waited for approval')
      granted(answer.by)
      return allow(answer.by, 'approved')
    },
  }
}

/** All that a person approves: who does what to what, with exactly which input, how much and at what price. */
function contentOf({ principal, channel, target, input, items, cost }: CallRecord): string {
  return digest({ principal, channel, target, input, items, cost })
}

function needsApproval(call: CallRecord, params: ApprovalParams, before = 0): boolean {
  if (!inScope(call, params)) return false
  // Nobody knows yet how many rows a statement touches: `inspect` will.
  return call.channel === 'sql' || isOver(params, { items: before + call.items, cost: call.cost })
}

function inScope({ access, target, covers = [] }: CallRecord, { on }: ApprovalParams): boolean {
  return access !== 'read' && [target, ...covers].some((name) => fitsAny(on, name))
}

function isOver({ over }: ApprovalParams, { items, cost }: { items: number; cost: Money | undefined }): boolean {
  if (!over) return true
  // Written so that a figure that is no number needs approval.
  const cheap = over.usd === undefined || (cost !== undefined && cost.micros <= over.usd.micros)
  const few = over.items === undefined || items <= over.items
  return !(cheap && few)
}

function hasSoundFigures({ cost, items, malformed }: CallRecord): boolean {
  try {
    if (cost) readMoney(cost)
    return malformed === undefined && Number.isSafeInteger(items) && items >= 0
  } catch {
    return false
  }
}

/**
 * Matches what ran with what a person approved, one to one: each write in scope that the world carried out needs an
 * approval of the same content, given before it ran, by somebody else, not expired and not used by another call. Of
 * statements it counts the rows that they changed.
 */
function violations({ calls }: Pick<Evidence, 'calls'>, params: ApprovalParams): Violation[] {
  const others = calls.filter(({ call }) => call.channel !== 'sql')
  const ran = others.filter((story) => ranAt(story) !== undefined && inScope(story.call, params))
  const spare = others.filter((story) => !story.executed && story.effects.length === 0).flatMap(yesTo)
  const isApproved = (story: CallStory): boolean => {
    if (yesTo(story).some((own) => covers(own, story, params))) return true
    // An approval whose own call never ran serves another call of the same content, the oldest first.
    const found = spare.findIndex((yes) => covers(yes, story, params))
    if (found >= 0) spare.splice(found, 1)
    return found >= 0
  }
  const small = { items: 0 }
  const missing = [
    ...ran.filter((story) => isMissing(story, story.call.items, { params, small, isApproved })).map(priced),
    ...rowStories(params.on, calls)
      .filter(({ story, rows }) => isMissing(story, rows, { params, small, isApproved }))
      .map(({ story, rows }) => ({ story, what: ` and changed ${rows} row${rows === 1 ? '' : 's'}` })),
  ]
  return missing.map(({ story: { call }, what }) => {
    return { calls: [call.id], message: `${call.target}${what} ran without an approval of its own` }
  })
}

function priced(story: CallStory): { story: CallStory; what: string } {
  return { story, what: story.call.cost ? ` for ${formatMoney(story.call.cost)}` : '' }
}

interface Reckoning {
  params: ApprovalParams
  /** What was touched without approval so far. */
  small: { items: number }
  isApproved(story: CallStory): boolean
}

function isMissing(story: CallStory, items: number, { params, small, isApproved }: Reckoning): boolean {
  const before = addsUp(params) ? small.items : 0
  if (!isOver(params, { items: before + items, cost: story.call.cost })) {
    small.items += items
    return false
  }
  return !isApproved(story)
}

/** A person's yes as the trace has it. */
interface Yes {
  content: string
  event: EventOf<'approval'>
}

/** At most one of a call: two guards that asked about one call did not approve two. */
function yesTo({ call, approvals }: CallStory): Yes[] {
  const event = approvals.find(({ answer, by }) => answer === 'approved' && !asksItself(by, call.principal))
  return event ? [{ content: contentOf(call), event }] : []
}

function covers({ content, event }: Yes, story: CallStory, { grantMs }: ApprovalParams): boolean {
  const inTime = event.seq < (ranAt(story) ?? 0) && story.proposed.at < event.at + grantMs
  return inTime && content === contentOf(story.call)
}

/** Where in the trace the world carried the call out; undefined where it did not, or refused it without a trace. */
function ranAt({ executed, effects }: CallStory): number | undefined {
  if (effects[0]) return Math.min(effects[0].seq, executed?.seq ?? Number.POSITIVE_INFINITY)
  return executed?.outcome === 'ok' ? executed.seq : undefined
}

function allow(approvedBy: string, reason: string): Exclude<Decision, { kind: 'hold' }> {
  return { kind: 'allow', reason, approvedBy }
}

function deny(reason: string): Exclude<Decision, { kind: 'hold' }> {
  return { kind: 'deny', reason }
}
