import { messageOf } from '../kernel/errors.ts'
import type { Answer, ApprovalRequest } from './approver.ts'
import type { Call } from './call.ts'
import type { DecidingParts } from './deciding-parts.ts'
import type { Decision, Hold, SeatedGuard } from './decision.ts'
import { linkSignals } from './linked-signal.ts'
import { promptOf } from './prompt.ts'
import type { TentativeEffect } from './tentative-effect.ts'
import { waitOut } from './window.ts'

/** A guard's no. */
export type Veto = Extract<Decision, { kind: 'deny' | 'halt' }>

/** What a guard says that cannot say anything. */
export const FAILED: Veto = { kind: 'deny', reason: 'the guard failed' }

/** How long a guard may think, in ms of the trial's clock. Who needs a person holds the call. */
const THINKING_MS = 30_000

/** What one guard says. A guard that fails, or answers something else, denies. */
export async function ask(
  guard: SeatedGuard,
  call: Call,
  parts: DecidingParts,
  decide: () => Decision | undefined | Promise<Decision | undefined>,
): Promise<Decision> {
  if (call.malformed) return { kind: 'deny', reason: `malformed input: ${call.malformed}` }
  try {
    const said = decide()
    const decision = await (said instanceof Promise ? inTime(said, call, parts) : said)
    if (decision && ['allow', 'deny', 'hold', 'halt'].includes(decision.kind)) return decision
    throw new Error(`it answered ${JSON.stringify(decision)}, which is no decision`)
  } catch (thrown) {
    blame(guard, call, thrown, parts)
    return FAILED
  }
}

/** A guard that does not answer has failed, not the agent that waits for it: so too where the agent gave up first. */
async function inTime<T>(said: Promise<T>, call: Call, { clock, signal }: DecidingParts): Promise<T> {
  const over = new AbortController()
  const late = new Promise<never>((_, reject) => {
    const fail = (when: string) => reject(new Error(`it had not answered ${when}`))
    const listen = { once: true, signal: over.signal }
    let gaveUp = call.signal.aborted && !signal.aborted
    const giveUp = () => {
      gaveUp = !signal.aborted
    }
    call.signal.addEventListener('abort', giveUp, listen)
    signal.addEventListener('abort', () => gaveUp && fail('when the trial ended, after its client gave up'), listen)
    clock.sleep(THINKING_MS, over.signal).then(
      () => fail(`after ${THINKING_MS} ms`),
      () => {},
    )
  })
  try {
    return await Promise.race([said, late])
  } finally {
    over.abort(ANSWERED)
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
  const veto = answer.kind === 'approved' ? await waitOut(guard, call, hold, request, parts) : undefined
  if (veto) return veto
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
    return FAILED
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

/** The veto that counts, if there is one: halt beats deny. */
export function worst(decisions: readonly Decision[]): Veto | undefined {
  const vetoes = decisions.filter((one) => one.kind === 'halt' || one.kind === 'deny')
  return vetoes.find(({ kind }) => kind === 'halt') ?? vetoes[0]
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
