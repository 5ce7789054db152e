import { messageOf } from '../kernel/errors.ts'
import type { Answer, ApprovalRequest } from './approver.ts'
import type { Call } from './call.ts'
import type { DecidingParts } from './deciding-parts.ts'
import type { Decision, Hold, SeatedGuard } from './decision.ts'
import { linkSignals } from './linked-signal.ts'
import { promptOf } from './prompt.ts'
import type { TentativeEffect } from './tentative-effect.ts'
import { waitOut } from './window.ts'

export type Refusal = { kind: 'deny' | 'halt'; reason: string }

/** What one guard says. A guard that fails, or answers something else, denies. */
export async function ask(
  guard: SeatedGuard,
  call: Call,
  parts: DecidingParts,
  decide: () => Decision | undefined | Promise<Decision | undefined>,
): Promise<Decision> {
  if (call.malformed) return { kind: 'deny', reason: `malformed input: ${call.malformed}` }
  try {
    const decision = await decide()
    if (decision && ['allow', 'deny', 'hold', 'halt'].includes(decision.kind)) return decision
    throw new Error(`it answered ${JSON.stringify(decision)}, which is no decision`)
  } catch (thrown) {
    blame(guard, call, thrown, parts)
    return { kind: 'deny', reason: 'the guard failed' }
  }
}

/** Has a person decide on a call that a guard holds. What comes of it is written down. */
export async function resolveHold(
  guard: SeatedGuard,
  call: Call,
  hold: Hold,
  parts: DecidingParts,
  effects?: readonly TentativeEffect[],
): Promise<Exclude<Decision, Hold>> {
  const since = parts.clock.now()
  const request = requestOf(guard, call, hold, effects)
  parts.flush?.()
  const answer = await answerInTime(request, call, hold.timeoutMs, parts)
  const waitedMs = parts.clock.now() - since
  const by = answer.kind === 'silent' ? {} : { by: answer.by }
  parts.write({ type: 'approval', call: call.id, guard: guard.name, answer: answer.kind, ...by, waitedMs })
  const refusal = answer.kind === 'approved' ? await waitOut(guard, call, hold, request, parts) : undefined
  if (refusal) return refusal
  return final(guard, call, 'an approval', parts, () => hold.resolve(answer))
}

/** What a guard says in the end. A guard that fails to say it denies. */
export function final(
  guard: SeatedGuard,
  call: Call,
  asked: string,
  parts: DecidingParts,
  decide: () => Decision | undefined,
): Exclude<Decision, Hold> {
  try {
    const decision = decide()
    if (decision?.kind === 'allow' || decision?.kind === 'deny' || decision?.kind === 'halt') return decision
    throw new Error(`it answered ${JSON.stringify(decision)} to ${asked}, which is no final decision`)
  } catch (thrown) {
    blame(guard, call, thrown, parts)
    return { kind: 'deny', reason: 'the guard failed' }
  }
}

/** Why waiting ends. One for all: an error of its own for each call would cost more than the guards. */
const ANSWERED = new Error('The approver has answered')

function requestOf(
  guard: SeatedGuard,
  { id, principal, target, input, items, cost, reason: stated }: Call,
  { reason, delayMs }: Hold,
  effects: readonly TentativeEffect[] | undefined,
): ApprovalRequest {
  const rows = effects?.reduce((sum, { rows = 1 }) => sum + rows, 0)
  const request = {
    ...{ call: id, guard: guard.name, principal, target, input, items: rows ?? items, reason },
    ...(stated !== undefined && { stated }),
    ...(cost && { cost }),
    ...(effects && { effects }),
    ...(delayMs && { delayMs }),
  }
  return { ...request, prompt: promptOf(request) }
}

async function answerInTime(
  request: ApprovalRequest,
  call: Call,
  timeoutMs: number,
  parts: DecidingParts,
): Promise<Answer> {
  const { approver, clock } = parts
  if (!approver) return { kind: 'silent' }
  const { signal, end } = linkSignals(call.signal, parts.signal)
  const silence = (): Answer => ({ kind: 'silent' })
  // Its own abort is the end of waiting, not a failure; any other error is one of the approver.
  const ask = async () => known(await approver.ask(request, signal))
  const answer = ask()
  const late = clock.sleep(timeoutMs, signal).then(silence, silence)
  try {
    return await Promise.race([answer, late])
  } catch (thrown) {
    if (!signal.aborted) {
      parts.write({ type: 'harness-fault', where: 'approver', message: messageOf(thrown), call: call.id })
    }
    return silence()
  } finally {
    end(ANSWERED)
    answer.catch(() => {})
  }
}

function known(answer: Answer): Answer {
  if (['approved', 'denied', 'silent'].includes(answer?.kind)) return answer
  throw new Error(`it answered ${JSON.stringify(answer)}, which is no answer`)
}

/** The refusal that counts, if there is one: halt beats deny. */
export function worst(decisions: Decision[]): Refusal | undefined {
  const found = decisions.find(({ kind }) => kind === 'halt') ?? decisions.find(({ kind }) => kind === 'deny')
  return found && { kind: found.kind as 'deny' | 'halt', reason: found.reason }
}

/** Writes down what a guard said. */
export function note({ name, mode }: SeatedGuard, call: Call, decision: Decision, parts: DecidingParts): void {
  const { kind, reason } = decision
  const approvedBy = kind === 'allow' && decision.approvedBy ? { approvedBy: decision.approvedBy } : {}
  parts.write({ type: 'decision', call: call.id, guard: name, mode, decision: kind, reason, ...approvedBy })
}

/** A guard that throws is the harness's fault. */
export function blame(guard: SeatedGuard, call: Call, thrown: unknown, parts: DecidingParts): void {
  parts.write({ type: 'harness-fault', where: `guard ${guard.name}`, message: messageOf(thrown), call: call.id })
}
