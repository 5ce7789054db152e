import type { Clock } from '../kernel/clock.ts'
import { messageOf } from '../kernel/errors.ts'
import { digest } from '../kernel/json.ts'
import { formatMoney } from '../kernel/money.ts'
import { visible } from '../kernel/visible.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { Answer, ApprovalRequest, Approver, Given, Revocation, Think } from './approver.ts'
import { blame } from './blame.ts'
import type { Call } from './call.ts'
import type { Decision, Hold, SeatedGuard } from './decision.ts'
import { inTime, THINKING_MS } from './in-time.ts'
import { linkSignals } from './linked-signal.ts'
import type { TentativeEffect } from './tentative-effect.ts'

/** What asking a person is built from. */
export interface ApprovingParts {
  approver: Approver | undefined
  clock: Clock
  /** Aborts when the trial ends: nobody waits for an answer beyond it. */
  signal: AbortSignal
  write(event: TraceEvent): void
  /** Puts what was written where it survives this process: somebody outside is about to learn of it. */
  flush?(): void
  /** Ends the trial from within. */
  stop(how: 'halted', detail: string): void
}

/** A no that stands whatever the guard says: the yes is gone. */
type Gone = Extract<Decision, { kind: 'deny' | 'halt' }>

/**
 * Asks a person about a call that a guard holds, and waits the mandatory delay behind a yes. What they say is written
 * down. Resolves with their answer, or with the refusal that stands where a yes was taken back.
 */
export async function askPerson(
  guard: SeatedGuard,
  call: Call,
  hold: Hold,
  parts: ApprovingParts,
  effects?: readonly TentativeEffect[],
): Promise<Answer | Gone> {
  const ready = call.signal.aborted || parts.signal.aborted ? undefined : parts.approver?.ready?.()
  if (ready) {
    note(guard, call, ready, 0, parts)
    return (ready.kind === 'approved' && (await waitOut(call, hold, parts))) || ready
  }
  const since = parts.clock.now()
  const request = requestOf(guard, call, hold, effects)
  parts.flush?.()
  const given = await answerInTime(request, call, hold.timeoutMs, parts)
  const elsewhere = isElsewhere(given, request)
  note(guard, call, given, parts.clock.now() - since, parts, elsewhere)
  parts.flush?.()
  if (elsewhere) return { kind: 'deny', reason: 'the answer was given to another request; the action did not run' }
  const { to: _, ...answer } = given
  if (answer.kind !== 'approved') return answer
  // Whoever takes it back later is heard as well: the guard is told.
  const revoked = watch(guard, call, hold, request, parts)
  return (await waitOut(call, hold, parts, revoked)) ?? answer
}

/** Was it given to another call, or to other arguments? */
function isElsewhere({ to }: Given, { token }: ApprovalRequest): boolean {
  return to !== undefined && to !== token
}

/** Writes down what a person said. Whoever asked them sees to it that this survives the process. */
function note(
  guard: SeatedGuard,
  call: Call,
  answer: Answer,
  waitedMs: number,
  parts: ApprovingParts,
  elsewhere = false,
): void {
  const by = { ...(answer.kind !== 'silent' && { by: answer.by }), ...(elsewhere && { misdirected: true as const }) }
  parts.write({ type: 'approval', call: call.id, guard: guard.name, answer: answer.kind, ...by, waitedMs })
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
  const token = digest([id, principal, target, input])
  return { ...request, token, prompt: promptOf(request) }
}

/**
 * What a person reads before they say yes: the whole action, one fact a line. Nothing is cut, because what is dangerous
 * may stand at the end; nothing moves the cursor or turns the reading order around, because the agent wrote most of it.
 */
function promptOf(request: Omit<ApprovalRequest, 'prompt' | 'token'>): string {
  const { principal, target, input, items, cost, stated, reason, delayMs, effects = [] } = request
  return [
    `who: ${visible(principal)}`,
    `what: ${visible(target)}`,
    `with: ${visible(JSON.stringify(input))}`,
    `touches: ${items}${cost ? `, for ${formatMoney(cost)}` : ''}`,
    ...effects.map((effect) => `does: ${rowText(effect)}`),
    ...(stated === undefined ? [] : [`it says: ${visible(stated)}`]),
    `asked because: ${visible(reason)}`,
    ...(delayMs ? [`it runs ${delayMs} ms after a yes, which can be taken back until then`] : []),
  ].join('\n')
}

function rowText({ op, collection, id, before = null, after = null, rows = 1 }: TentativeEffect): string {
  const which = rows === 1 ? id : `${rows} rows`
  return visible(`${op} ${collection} ${which} ${JSON.stringify(before)} -> ${JSON.stringify(after)}`)
}

async function answerInTime(
  request: ApprovalRequest,
  call: Call,
  timeoutMs: number,
  parts: ApprovingParts,
): Promise<Given> {
  const { approver, clock } = parts
  if (!approver) return { kind: 'silent' }
  const { signal, end } = linkSignals(call.signal, parts.signal)
  const silence = (): Answer => ({ kind: 'silent' })
  // Its own abort is the end of waiting, not a failure; any other error is one of the approver.
  const failed = (thrown: unknown) =>
    parts.write({ type: 'harness-fault', where: 'approver', message: messageOf(thrown), call: call.id })
  let told = false
  // Nobody may be waiting for the answer any more when its code turns out to have failed.
  const think: Think = (said) =>
    inTime(said, call, parts, Math.min(THINKING_MS, timeoutMs)).catch((thrown) => {
      told = true
      failed(thrown)
      throw thrown
    })
  const ask = async () => known(await approver.ask(request, signal, think))
  const answer = ask()
  const late = clock.sleep(timeoutMs, signal).then(silence, silence)
  try {
    return await Promise.race([answer, late])
  } catch (thrown) {
    if (!signal.aborted && !told) failed(thrown)
    return silence()
  } finally {
    end(ANSWERED)
    answer.catch(() => {})
  }
}

function known(answer: Given): Given {
  if (['approved', 'denied', 'silent'].includes(answer?.kind)) return answer
  throw new Error(`it answered ${JSON.stringify(answer)}, which is no answer`)
}

const OVER = new Error('The window is over')

/**
 * Waits the mandatory delay behind a yes, in which the yes can be taken back. Resolves with what comes of that, or with
 * undefined when the window has passed.
 */
async function waitOut(
  call: Call,
  { delayMs = 0 }: Hold,
  parts: ApprovingParts,
  revoked?: Promise<Gone>,
): Promise<Gone | undefined> {
  if (delayMs === 0) return undefined
  const { signal, end } = linkSignals(call.signal, parts.signal)
  const left = (): Gone => ({ kind: 'deny', reason: 'nobody waits for it any more; the action did not run' })
  const window = parts.clock.sleep(delayMs, signal).then(() => undefined, left)
  try {
    return await (revoked ? Promise.race([window, revoked]) : window)
  } finally {
    end(OVER)
  }
}

/** Resolves when the yes is taken back; never where it stands. An approver that fails to listen takes it back. */
async function watch(
  guard: SeatedGuard,
  call: Call,
  hold: Hold,
  request: ApprovalRequest,
  parts: ApprovingParts,
): Promise<Gone> {
  const { approver, clock, signal } = parts
  const { id } = call
  const since = clock.now()
  const revocation = await listen()
  if (revocation) {
    const { by, stop } = revocation
    const waitedMs = clock.now() - since
    parts.write({ type: 'approval', call: id, guard: guard.name, answer: 'revoked', by, waitedMs })
    parts.flush?.()
    tell()
    if (stop) parts.stop('halted', `${by} stopped the agent`)
    return stop
      ? { kind: 'halt', reason: `${by} stopped the agent` }
      : { kind: 'deny', reason: `${by} took the approval back; the action did not run` }
  }
  tell()
  return { kind: 'deny', reason: 'the approver failed; the action did not run' }

  function tell(): void {
    try {
      hold.revoked?.()
    } catch (thrown) {
      blame(guard, call, thrown, parts)
    }
  }

  async function listen(): Promise<Revocation | undefined> {
    const forever = new Promise<never>(() => {})
    try {
      const found = await (approver?.revoked?.(request, signal) ?? forever)
      return signal.aborted ? forever : found
    } catch (thrown) {
      if (signal.aborted) return forever
      parts.write({ type: 'harness-fault', where: 'approver', message: messageOf(thrown), call: id })
      return undefined
    }
  }
}
