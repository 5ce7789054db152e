import type { Call } from '../boundary/call.ts'
import type { Decision, GuardContext, GuardState } from '../boundary/decision.ts'
import { countThings, itemsOf } from '../trace/deed.ts'
import { asksItself } from './asking/asks-itself.ts'
import { createGrants } from './asking/grants.ts'
import { approvalMutants as mutants } from './asking/mutants.ts'
import { isQuestion } from './asking/own-yes.ts'
import { type ApprovalParams, approvalParams } from './asking/params.ts'
import { rowsInScope } from './asking/rows.ts'
import { seenBy } from './asking/seen-by.ts'
import { createTally } from './asking/tally.ts'
import { addsUp, hasSoundFigures, inScope, isOver, needsApproval } from './asking/threshold.ts'
import { unapproved } from './asking/unapproved.ts'
import { defineGuard } from './define.ts'
import { keepingTime } from './hours/keeping-time.ts'
import { type Probe, targetOf } from './probe.ts'

export type { ApprovalParams } from './asking/params.ts'

/** Lets a write run only after a person approved exactly this write, once. */
export const approval = defineGuard({
  name: 'approval',
  summary: 'Holds writes until a person approves exactly what will run.',
  params: approvalParams,
  start: keepingTime(start),
  violations: unapproved,
  probe,
  mutants,
})

function start(params: ApprovalParams, context: GuardContext): GuardState {
  const grants = createGrants(context.clock, params.grantMs)
  const small = createTally(addsUp(params))
  const seen = seenBy(context)
  const { asks = [] } = params
  return {
    concerns: (call) =>
      call.malformed !== undefined ||
      isQuestion(call, asks) ||
      (addsUp(params) ? inScope(call, params) : needsApproval(call, params)),
    decide: (call) => {
      if (isQuestion(call, asks)) return { kind: 'allow', reason: 'by this the agent asks' }
      if (!hasSoundFigures(call)) return deny(`what ${call.target} costs or touches cannot be told`)
      if (call.holdsEffects) return { kind: 'allow', reason: 'what it changes is looked at before it stays' }
      if (!needsApproval(call, params, small.others(call.id))) {
        small.note(call.id, call.items)
        return { kind: 'allow', reason: 'it is small enough' }
      }
      const content = seen(call)
      const unused = grants.take(content, call.id)
      if (unused) return allow(unused.by, 'approved before and not used yet')
      return hold(call, params, {
        isSame: () => seen(call) === content,
        granted: (by) => grants.add(content, by, call.id),
        revoked: () => grants.revoke(call.id),
      })
    },
    // A yes may expire, be taken back or be about something else by the time at which its call gets to run.
    confirm: (call) =>
      grants.stands(call.id, seen(call)) === false
        ? deny('the approval is not good any more: it expired, was taken back, or what it is about changed')
        : { kind: 'allow', reason: 'it stands' },
    inspect: (call, effects) => {
      if (isQuestion(call, asks)) return undefined
      const rows = countThings(rowsInScope(params.on, call, effects))
      if (rows === 0) return undefined
      if (!isOver(params, { items: small.others(call.id) + rows, cost: call.cost })) {
        small.note(call.id, rows)
        return { kind: 'allow', reason: `${rows} changed rows are few enough` }
      }
      // What was done is held open while a person looks at it: it cannot become something else.
      return hold(call, params)
    },
    // A statement is rolled back as a whole.
    undone: (effects) => {
      for (const { call } of effects) small.forget(call)
    },
    settle: (call, executed, effects) => {
      const ran = executed !== undefined || effects.length > 0
      if (!ran) small.forget(call.id)
      // It touched more than it said.
      else if (!call.holdsEffects) small.raise(call.id, itemsOf(call, effects))
      grants.settle(call.id, ran)
    },
  }
}

interface Holding {
  /** Is it still what the person was shown? */
  isSame?(): boolean
  granted?(by: string): void
  revoked?(): void
}

function hold(
  call: Call,
  { timeoutMs, delayMs }: ApprovalParams,
  { isSame, granted, revoked }: Holding = {},
): Decision {
  return {
    kind: 'hold',
    reason: `${call.target} needs approval`,
    timeoutMs,
    delayMs,
    ...(revoked && { revoked }),
    resolve: (answer) => {
      if (answer.kind === 'silent')
        return deny(`nobody answered the request for approval within ${timeoutMs} ms; the action did not run`)
      if (answer.kind === 'denied') return deny(`${answer.by} denied it; the action did not run`)
      if (asksItself(answer.by, call.principal)) return deny(`${answer.by} cannot approve its own action`)
      // What runs is what was shown, even if the agent kept a hand on its input while it waited.
      if (isSame?.() === false) return deny('what was to be done changed while it waited for approval')
      granted?.(answer.by)
      return allow(answer.by, 'approved')
    },
  }
}

function allow(approvedBy: string, reason: string): Exclude<Decision, { kind: 'hold' }> {
  return { kind: 'allow', reason, approvedBy }
}

function deny(reason: string): Exclude<Decision, { kind: 'hold' }> {
  return { kind: 'deny', reason }
}

function probe({ on, over }: ApprovalParams): Probe {
  // What it is about is looked up, as it is of calls that say so.
  const about = [{ collection: 'probe.things', id: 'probe' }]
  return { calls: [{ target: targetOf(on), items: (over?.items ?? 0) + 1, about }] }
}
