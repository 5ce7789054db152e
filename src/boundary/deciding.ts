import type { Clock } from '../kernel/clock.ts'
import { messageOf } from '../kernel/errors.ts'
import type { TraceEvent } from '../trace/event.ts'
import type { Answer, Approver } from './approver.ts'
import type { Call } from './call.ts'
import type { Decision, Hold, SeatedGuard } from './decision.ts'
import { linkSignals } from './linked-signal.ts'

export interface DecidingParts {
  guards: readonly SeatedGuard[]
  approver: Approver | undefined
  clock: Clock
  /** Aborts when the trial ends: nobody waits for an answer beyond it. */
  signal: AbortSignal
  write(event: TraceEvent): void
}

/** What all guards together say of a call. `asked` are those whose `settle` is owed. */
export interface Ruling {
  kind: 'allow' | 'deny' | 'halt'
  reason: string
  asked: SeatedGuard[]
  /** Those that let the call pass, and since when that stands, in ms of the trial's clock. */
  passed: SeatedGuard[]
  at: number
}

type Said = { guard: SeatedGuard; decision: Decision }

/**
 * Asks every guard, the refusals before the people: halt beats deny, deny beats hold, and nobody is asked to approve
 * what another guard refuses anyway. Guards that observe are written down and bind nothing.
 */
export async function rule(call: Call, parts: DecidingParts): Promise<Ruling> {
  const since = parts.clock.now()
  const said: Said[] = []
  for (const guard of parts.guards) {
    if (!concerned(guard, call, parts)) continue
    const decision = await ask(guard, call, parts)
    said.push({ guard, decision })
    if (decision.kind !== 'hold' || guard.mode === 'observe') note(guard, call, decision, parts)
  }
  const asked = said.map(({ guard }) => guard)
  const passed = said.filter(letsPass).map(({ guard }) => guard)
  const binding = said.filter(({ guard }) => guard.mode === 'enforce')
  const holding = binding.flatMap(({ guard, decision }) => (decision.kind === 'hold' ? [{ guard, decision }] : []))
  const refusal = worst(binding.map(({ decision }) => decision))
  const waits = holding.length > 0
  for (let next = refusal ? undefined : holding.shift(); next; next = holding.shift()) {
    const resolved = await resolveHold(next.guard, call, next.decision, parts)
    note(next.guard, call, resolved, parts)
    if (resolved.kind !== 'allow') return leave(resolved, holding, { call, asked, parts })
  }
  const last = refusal ?? (waits ? worst(reconsider(passed, call, parts)) : undefined)
  return last
    ? leave(last, holding, { call, asked, parts })
    : { kind: 'allow', reason: '', asked, passed, at: waits ? parts.clock.now() : since }
}

/** It allowed the call, or it held it, and a person was asked. */
function letsPass({ guard, decision: { kind } }: Said): boolean {
  return kind === 'allow' || (kind === 'hold' && guard.mode === 'enforce')
}

/**
 * What the guards that let a call pass say right before it runs, if time has passed since: it was kept on its way.
 * Only a refusal is written down.
 */
export function stillStands(ruling: Ruling, call: Call, parts: DecidingParts): Ruling {
  if (ruling.kind !== 'allow' || parts.clock.now() === ruling.at) return ruling
  const isRefusal = ({ kind }: Decision) => kind !== 'allow'
  const refusal = worst(reconsider(ruling.passed, call, parts, isRefusal))
  return { ...ruling, ...refusal, at: parts.clock.now() }
}

/** What the guards that let a call pass say now that it had to wait; the words of those that bind. */
function reconsider(
  passed: readonly SeatedGuard[],
  call: Call,
  parts: DecidingParts,
  isNoted: (decision: Decision) => boolean = () => true,
): Decision[] {
  return passed.flatMap((guard) => {
    if (!guard.confirm) return []
    const again = final(guard, call, 'a second question', parts, () => guard.confirm?.(call))
    if (isNoted(again)) note(guard, call, again, parts)
    return guard.mode === 'enforce' ? [again] : []
  })
}

type Refusal = { kind: 'deny' | 'halt'; reason: string }
type Held = { guard: SeatedGuard; decision: Hold }

/** The call is refused; holds that nobody was asked about are written down as such. */
function leave(
  { kind, reason }: Refusal,
  unasked: Held[],
  { call, asked, parts }: { call: Call; asked: SeatedGuard[]; parts: DecidingParts },
): Ruling {
  for (const { guard, decision } of unasked) note(guard, call, decision, parts)
  return { kind, reason, asked, passed: [], at: parts.clock.now() }
}

function concerned(guard: SeatedGuard, call: Call, parts: DecidingParts): boolean {
  try {
    return call.malformed !== undefined || (guard.concerns?.(call) ?? true)
  } catch (thrown) {
    blame(guard, call, thrown, parts)
    return true
  }
}

async function ask(guard: SeatedGuard, call: Call, parts: DecidingParts): Promise<Decision> {
  if (call.malformed) return { kind: 'deny', reason: `malformed input: ${call.malformed}` }
  try {
    const decision = await guard.decide(call)
    if (['allow', 'deny', 'hold', 'halt'].includes(decision?.kind)) return decision
    throw new Error(`it answered ${JSON.stringify(decision)}, which is no decision`)
  } catch (thrown) {
    blame(guard, call, thrown, parts)
    return { kind: 'deny', reason: 'the guard failed' }
  }
}

async function resolveHold(
  guard: SeatedGuard,
  call: Call,
  hold: Hold,
  parts: DecidingParts,
): Promise<Exclude<Decision, Hold>> {
  const since = parts.clock.now()
  const answer = await answerInTime(guard, call, hold, parts)
  const waitedMs = parts.clock.now() - since
  const by = answer.kind === 'silent' ? {} : { by: answer.by }
  parts.write({ type: 'approval', call: call.id, guard: guard.name, answer: answer.kind, ...by, waitedMs })
  return final(guard, call, 'an approval', parts, () => hold.resolve(answer))
}

/** What a guard says in the end. A guard that fails to say it denies. */
function final(
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

async function answerInTime(guard: SeatedGuard, call: Call, hold: Hold, parts: DecidingParts): Promise<Answer> {
  const { approver, clock } = parts
  if (!approver) return { kind: 'silent' }
  const { id, principal, target, input, items, cost } = call
  const request = { call: id, guard: guard.name, principal, target, input, items, reason: hold.reason }
  const { signal, end } = linkSignals(call.signal, parts.signal)
  const silence = (): Answer => ({ kind: 'silent' })
  // Its own abort is the end of waiting, not a failure; any other error is one of the approver.
  const ask = async () => known(await approver.ask({ ...request, ...(cost && { cost }) }, signal))
  const answer = ask()
  const late = clock.sleep(hold.timeoutMs, signal).then(silence, silence)
  try {
    return await Promise.race([answer, late])
  } catch (thrown) {
    if (!signal.aborted) {
      parts.write({ type: 'harness-fault', where: 'approver', message: messageOf(thrown), call: id })
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

function worst(decisions: Decision[]): Refusal | undefined {
  const found = decisions.find(({ kind }) => kind === 'halt') ?? decisions.find(({ kind }) => kind === 'deny')
  return found && { kind: found.kind as 'deny' | 'halt', reason: found.reason }
}

function note({ name, mode }: SeatedGuard, call: Call, decision: Decision, parts: DecidingParts): void {
  const { kind, reason } = decision
  const approvedBy = kind === 'allow' && decision.approvedBy ? { approvedBy: decision.approvedBy } : {}
  parts.write({ type: 'decision', call: call.id, guard: name, mode, decision: kind, reason, ...approvedBy })
}

function blame(guard: SeatedGuard, call: Call, thrown: unknown, parts: DecidingParts): void {
  parts.write({ type: 'harness-fault', where: `guard ${guard.name}`, message: messageOf(thrown), call: call.id })
}
