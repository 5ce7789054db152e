import { ask, blame, FAILED, final, note, resolveHold, type Veto, worst } from './asking.ts'
import type { Call } from './call.ts'
import type { DecidingParts } from './deciding-parts.ts'
import type { Decision, Hold, SeatedGuard } from './decision.ts'

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
 * what another guard refuses anyway. Guards that observe are written down and bind nothing.
 */
export async function rule(call: Call, parts: DecidingParts): Promise<Ruling> {
  const since = parts.clock.now()
  const said: Said[] = []
  for (const guard of parts.guards) {
    const concerned = concern(guard, call, parts)
    if (!concerned) continue
    const decision = concerned === 'failed' ? FAILED : await ask(guard, call, parts, () => guard.decide(call))
    said.push({ guard, decision })
    if (decision.kind !== 'hold' || guard.mode === 'observe') note(guard, call, decision, parts)
  }
  const asked = said.map(({ guard }) => guard)
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
