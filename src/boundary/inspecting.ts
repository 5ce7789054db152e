import { messageOf } from '../kernel/errors.ts'
import type { EffectEvent } from '../trace/events/effect.ts'
import { ask, note, resolveHold, worst } from './asking.ts'
import type { Call } from './call.ts'
import type { Ruling } from './deciding.ts'
import type { DecidingParts } from './deciding-parts.ts'
import type { Decision, SeatedGuard } from './decision.ts'
import type { TentativeEffect } from './tentative-effect.ts'

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
  try {
    guard.witness?.(effect)
  } catch (thrown) {
    const message = `it could not take note of an effect: ${messageOf(thrown)}`
    parts.write({ type: 'harness-fault', where: `guard ${guard.name}`, message })
  }
}
