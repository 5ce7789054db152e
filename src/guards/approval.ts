import { z } from 'zod'
import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState } from '../boundary/decision.ts'
import { digest } from '../kernel/json.ts'
import { formatMoney, readMoney } from '../kernel/money.ts'
import { fitsAny } from '../kernel/pattern.ts'
import type { EventOf } from '../trace/event.ts'
import type { CallRecord } from '../trace/events/call.ts'
import type { CallStory, Evidence } from '../trace/evidence.ts'
import { asksItself } from './asking/asks-itself.ts'
import { defineGuard, type Violation } from './define.ts'
import { dollars } from './spending/dollars.ts'

// Real timers wrap around beyond this many ms and would fire at once.
const LONGEST_MS = 2 ** 31 - 1

const over = z
  .strictObject({
    /** Dollars: a write that costs more, or whose cost is unknown, needs approval. */
    usd: dollars.optional(),
    /** A write that touches more things needs approval. */
    items: z.int().min(0).optional(),
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
  const isGood = ({ at }: Grant) => at <= context.clock.now() && context.clock.now() < at + params.grantMs
  return {
    concerns: (call) => call.malformed !== undefined || needsApproval(call, params),
    decide: (call) => {
      if (!hasSoundFigures(call)) return deny(`what ${call.target} costs or touches cannot be told`)
      const content = contentOf(call)
      const unused = grants.find((grant) => grant.content === content && grant.holder === undefined && isGood(grant))
      if (unused) {
        unused.holder = call.id
        return allow(unused.by, 'approved before and not used yet')
      }
      const granted = (by: string) => grants.push({ content, by, at: context.clock.now(), holder: call.id })
      return hold(call, content, params, granted)
    },
    settle: (call, executed, effects) => {
      const ran = executed !== undefined || effects.length > 0
      // One use: an approval goes with the call that ran, and returns when the call never did.
      if (ran) grants = grants.filter(({ holder }) => holder !== call.id)
      for (const grant of grants) if (grant.holder === call.id) grant.holder = undefined
    },
  }
}

function hold(call: Call, content: string, params: ApprovalParams, granted: (by: string) => void): Decision {
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
      if (contentOf(call) !== content) return deny('the action changed while it waited for approval')
      granted(answer.by)
      return allow(answer.by, 'approved')
    },
  }
}

/** All that a person approves: who does what to what, with exactly which input, how much and at what price. */
function contentOf({ principal, channel, target, input, items, cost }: CallRecord): string {
  return digest({ principal, channel, target, input, items, cost })
}

function needsApproval(call: CallRecord, { on, over }: ApprovalParams): boolean {
  if (call.access === 'read' || !fitsAny(on, call.target)) return false
  if (!over) return true
  // Written so that a figure that is no number needs approval.
  const cheap = over.usd === undefined || (call.cost !== undefined && call.cost.micros <= over.usd.micros)
  const small = over.items === undefined || call.items <= over.items
  return !(cheap && small)
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
 * approval of the same content, given before it ran, by somebody else, not expired and not used by another call.
 */
function violations({ calls }: Pick<Evidence, 'calls'>, params: ApprovalParams): Violation[] {
  const ran = calls.filter((story) => ranAt(story) !== undefined && needsApproval(story.call, params))
  const spare = calls.filter((story) => !story.executed && story.effects.length === 0).flatMap(yesTo)
  const missing = ran.filter((story) => {
    if (yesTo(story).some((own) => covers(own, story, params))) return false
    // An approval whose own call never ran serves another call of the same content, the oldest first.
    const found = spare.findIndex((yes) => covers(yes, story, params))
    if (found >= 0) spare.splice(found, 1)
    return found < 0
  })
  return missing.map(({ call }) => {
    const price = call.cost ? ` for ${formatMoney(call.cost)}` : ''
    return { calls: [call.id], message: `${call.target}${price} ran without an approval of its own` }
  })
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
