import { messageOf } from '../kernel/errors.ts'
import { cutMiddle } from '../kernel/head-and-tail.ts'
import { isAhead } from '../trace/deed.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import { type ApprovingParts, askPerson } from './approving.ts'
import { blame } from './blame.ts'
import type { Call } from './call.ts'
import type { Decision, Hold, SeatedGuard } from './decision.ts'
import { inTime } from './in-time.ts'
import type { TentativeEffect } from './tentative-effect.ts'

/** What deciding on calls is built from. */
export interface DecidingParts extends ApprovingParts {
  guards: readonly SeatedGuard[]
}

/** What all guards together say of a call. `asked` are those whose `settle` is owed. */
export interface Ruling {
  kind: 'allow' | 'deny' | 'halt'
  reason: string
  asked: SeatedGuard[]
  /** Those that let the call pass, and since when that stands, in ms of the trial's clock. */
  passed: SeatedGuard[]
  at: number
  /** A person was asked: what they saw may be another thing by now, even at the same moment. */
  waited?: boolean
}

type Said = { guard: SeatedGuard; decision: Decision }

/**
 * Asks every guard, the refusals before the people: halt beats deny, deny beats hold, and nobody is asked to approve
 * what another guard refuses anyway. Guards that observe are written down and bind nothing. Nobody is asked about what comes
 * ahead of all actions.
 */
export async function rule(call: Call, parts: DecidingParts): Promise<Ruling> {
  const since = parts.clock.now()
  const said: Said[] = []
  if (isAhead(call)) return { kind: 'allow', reason: '', asked: [], passed: [], waited: false, at: since }
  for (const guard of parts.guards) {
    const concerned = concern(guard, call, parts)
    if (!concerned) continue
    const decision = concerned === 'failed' ? FAILED : await ask(guard, call, parts, () => guard.decide(call))
    said.push({ guard, decision })
    if (decision.kind !== 'hold' || guard.mode === 'observe') note(guard, call, decision, parts)
  }
  const asked = said.map(({ guard }) => guard)
  // Nobody has anything against it: most calls.
  if (said.every(({ decision }) => decision.kind === 'allow')) {
    return { kind: 'allow', reason: '', asked, passed: asked, waited: false, at: since }
  }
  const passed = said.filter(letsPass).map(({ guard }) => guard)
  const binding = said.filter(({ guard }) => guard.mode === 'enforce')
  const holding = binding.flatMap(({ guard, decision }) => (decision.kind === 'hold' ? [{ guard, decision }] : []))
  const veto = worst(binding.map(({ decision }) => decision))
  const waits = holding.length > 0
  const latest = holding.at(-1)?.guard
  for (let next = veto ? undefined : holding.shift(); next; next = holding.shift()) {
    const resolved = await resolveHold(next.guard, call, next.decision, parts)
    note(next.guard, call, resolved, parts)
    if (resolved.kind !== 'allow') return leave(resolved, holding, { call, asked, parts })
  }
  // Whoever spoke last has nothing to add.
  const earlier = passed.filter((guard) => guard !== latest)
  const last = veto ?? (waits ? worst(reconsider(earlier, call, parts)) : undefined)
  return last
    ? leave(last, holding, { call, asked, parts })
    : { kind: 'allow', reason: '', asked, passed, waited: waits, at: waits ? parts.clock.now() : since }
}

/** It allowed the call, or it held it, and a person was asked. */
function letsPass({ guard, decision: { kind } }: Said): boolean {
  return kind === 'allow' || (kind === 'hold' && guard.mode === 'enforce')
}

/**
 * What the guards that let a call pass say right before it runs, if time has passed since or a person was asked. Only a refusal is written down.
 */
export function stillStands(ruling: Ruling, call: Call, parts: DecidingParts): Ruling {
  if (ruling.kind !== 'allow' || (!ruling.waited && parts.clock.now() === ruling.at)) return ruling
  const isVeto = ({ kind }: Decision) => kind !== 'allow'
  const veto = worst(reconsider(ruling.passed, call, parts, isVeto))
  return { ...ruling, ...veto, at: parts.clock.now() }
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

type Held = { guard: SeatedGuard; decision: Hold }

/** The call is refused; holds that nobody was asked about are written down as such. */
function leave(
  { kind, reason }: Veto,
  unasked: Held[],
  { call, asked, parts }: { call: Call; asked: SeatedGuard[]; parts: DecidingParts },
): Ruling {
  for (const { guard, decision } of unasked) note(guard, call, decision, parts)
  return { kind, reason, asked, passed: [], at: parts.clock.now() }
}

/** A guard that cannot even tell whether a call is its business lets none pass. */
function concern(guard: SeatedGuard, call: Call, parts: DecidingParts): boolean | 'failed' {
  try {
    return call.malformed !== undefined || (guard.concerns?.(call) ?? true)
  } catch (thrown) {
    blame(guard, call, thrown, parts)
    return 'failed'
  }
}

/**
 * Shows the guards what a call has done, while the world holds it open. What they say is as good as before the call: a
 * refusal has it undone, a hold waits for a person while nobody else can see or change what was touched.
 */
export async function inspect(
  ruling: Ruling,
  call: Call,
  effects: readonly TentativeEffect[],
  parts: DecidingParts,
): Promise<Ruling> {
  const said: Decision[] = []
  for (const guard of parts.guards) {
    if (!guard.inspect) continue
    const decision = await look(guard, call, effects, parts)
    if (decision && guard.mode === 'enforce') said.push(decision)
    // Nobody is asked to approve what another guard refuses anyway.
    if (worst(said)) break
  }
  const veto = worst(said)
  return veto ? { ...ruling, ...veto, passed: [] } : ruling
}

const NOT_CONCERNED: Decision = { kind: 'allow', reason: '' }

async function look(
  guard: SeatedGuard,
  call: Call,
  effects: readonly TentativeEffect[],
  parts: DecidingParts,
): Promise<Decision | undefined> {
  let concerned = true
  const decision = await ask(guard, call, parts, async () => {
    const said = await guard.inspect?.(call, effects)
    concerned = said !== undefined
    return said ?? NOT_CONCERNED
  })
  if (!concerned) return undefined
  const waits = decision.kind === 'hold' && guard.mode === 'enforce'
  const final = waits ? await resolveHold(guard, call, decision, parts, effects) : decision
  note(guard, call, final, parts)
  return final
}

/** Tells the guards that effects which they had let pass are gone. */
export function tellUndone(
  guards: readonly SeatedGuard[],
  effects: readonly TentativeEffect[],
  parts: DecidingParts,
): void {
  for (const guard of guards) {
    try {
      guard.undone?.(effects)
    } catch (thrown) {
      const [first] = effects
      parts.write({
        type: 'harness-fault',
        where: `guard ${guard.name}`,
        message: `it could not take back what ${first?.call ?? 'nobody'} did: ${String(thrown)}`,
      })
    }
  }
}

/** Tells a guard of an effect that stays. */
export function tellEffect(guard: SeatedGuard, effect: EffectEvent, parts: Pick<DecidingParts, 'write'>): void {
  tell(guard, 'an effect', () => guard.witness?.(effect), parts)
}

/** Tells the guards that the agent was killed while a call of its was under way. */
export function tellRestart(call: Call, parts: Pick<DecidingParts, 'guards' | 'write'>): void {
  for (const guard of parts.guards) tell(guard, 'a restart', () => guard.restarted?.(call), parts)
}

function tell({ name }: SeatedGuard, what: string, say: () => void, { write }: Pick<DecidingParts, 'write'>): void {
  try {
    say()
  } catch (thrown) {
    const message = `it could not take note of ${what}: ${messageOf(thrown)}`
    write({ type: 'harness-fault', where: `guard ${name}`, message })
  }
}

/** A guard's no. */
type Veto = Extract<Decision, { kind: 'deny' | 'halt' }>

/** What a guard says that cannot say anything. */
const FAILED: Veto = { kind: 'deny', reason: 'the guard failed' }

/** What one guard says. A guard that fails, or answers something else, denies. */
async function ask(
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

/** Has a person decide on a call that a guard holds: the guard turns the answer into its decision. */
async function resolveHold(
  guard: SeatedGuard,
  call: Call,
  hold: Hold,
  parts: DecidingParts,
  effects?: readonly TentativeEffect[],
): Promise<Exclude<Decision, Hold>> {
  const said = await askPerson(guard, call, hold, parts, effects)
  if (said.kind === 'deny' || said.kind === 'halt') return said
  return final(guard, call, 'an approval', parts, () => hold.resolve(said))
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
    return FAILED
  }
}

/** The veto that counts, if there is one: halt beats deny. */
function worst(decisions: readonly Decision[]): Veto | undefined {
  const vetoes = decisions.filter((one) => one.kind === 'halt' || one.kind === 'deny')
  return vetoes.find(({ kind }) => kind === 'halt') ?? vetoes[0]
}

/** How much of what a guard says is kept, in characters. */
const LONGEST_REASON = 4_000

/** Writes down what a guard said. */
function note({ name, mode }: SeatedGuard, call: Call, decision: Decision, parts: DecidingParts): void {
  const { kind } = decision
  const reason = cutMiddle(decision.reason, LONGEST_REASON)
  const approvedBy = kind === 'allow' && decision.approvedBy ? { approvedBy: decision.approvedBy } : {}
  parts.write({ type: 'decision', call: call.id, guard: name, mode, decision: kind, reason, ...approvedBy })
}
