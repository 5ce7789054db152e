import { digest, isFrozenJson } from '../../kernel/json.ts'
import { type Money, readMoney } from '../../kernel/money.ts'
import { fitsAny } from '../../kernel/pattern.ts'
import { type Deed, isWrite, namesOf } from '../../trace/deed.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import { isQuestion } from './own-yes.ts'
import type { ApprovalParams } from './params.ts'

const contents = new WeakMap<CallRecord, string>()

/** All that a person approves: who does what to what, with exactly which input, how much and at what price. */
export function contentOf(call: CallRecord): string {
  const known = contents.get(call)
  if (known !== undefined) return known
  const content = digest([aroundInput(call), call.input])
  // It is looked at several times until it runs. One that can change is read each time.
  if (isSteady(call)) contents.set(call, content)
  return content
}

/** As the seam makes them. */
function isSteady(call: CallRecord): boolean {
  return Object.isFrozen(call) && isFrozenJson(call.input) && (!call.cost || Object.isFrozen(call.cost))
}

/** All of it but the input. */
export function circumstancesOf(call: CallRecord): string {
  return digest(aroundInput(call))
}

function aroundInput({ principal, channel, target, items, cost }: CallRecord): object {
  return { principal, channel, target, items, cost }
}

/** Must a person be asked, where so many things were touched without asking before? Of a statement nobody knows it yet. */
export function needsApproval(call: CallRecord, params: ApprovalParams, before = 0): boolean {
  if (!inScope(call, params)) return false
  return call.holdsEffects || isOver(params, { items: before + call.items, cost: call.cost })
}

export function inScope(call: CallRecord, { on, asks = [] }: ApprovalParams, deeds: readonly Deed[] = []): boolean {
  if (isQuestion(call, asks)) return false
  return isWrite(call, deeds) && namesOf(call, deeds).some((name) => fitsAny(on, name))
}

export function isOver({ over }: ApprovalParams, { items, cost }: { items: number; cost: Money | undefined }): boolean {
  if (!over) return true
  // Written so that a figure that is no number needs approval.
  const cheap = over.usd === undefined || (cost !== undefined && cost.micros <= over.usd.micros)
  const few = over.items === undefined || items <= over.items
  return !(cheap && few)
}

/** Do the things that calls touch add up? */
export function addsUp({ over }: ApprovalParams): boolean {
  return over?.within === 'trial'
}

export function hasSoundFigures({ cost, items, malformed }: CallRecord): boolean {
  try {
    if (cost) readMoney(cost)
    return malformed === undefined && Number.isSafeInteger(items) && items >= 0
  } catch {
    return false
  }
}
