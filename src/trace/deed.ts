import type { Json } from '../kernel/json.ts'
import { effectTarget } from './effect-target.ts'
import type { CallRecord } from './events/call.ts'
import type { EffectEvent } from './events/effect.ts'
import type { ExecutedEvent } from './events/executed.ts'

// What a call is. Before it runs, that is what it says of itself; once it has had effects, they decide.

/** A change, made for good or held open. `rows`: it stands for so many, too many to be listed. */
export type Deed = Pick<EffectEvent, 'collection' | 'op' | 'id'> & { rows?: number }

/** Is it an action in the world? A turn of a model is none. */
export function isAction(call: Pick<CallRecord, 'isAction'>): boolean {
  return call.isAction !== false
}

/** Whatever it was declared to be: what changes something is a write. */
export function isWrite({ access }: Pick<CallRecord, 'access'>, deeds: readonly Deed[] = []): boolean {
  return access !== 'read' || deeds.length > 0
}

/** How many things it touches: as many as it changed, or more where it says so. */
export function itemsOf({ items }: Pick<CallRecord, 'items'>, deeds: readonly Deed[] = []): number {
  return Math.max(items, countThings(deeds))
}

/** How many things these are: what is changed twice is one. */
export function countThings(deeds: readonly Deed[]): number {
  if (deeds.length < 2 && deeds[0]?.rows === undefined) return deeds.length
  const listed = deeds.filter(({ rows }) => rows === undefined)
  const unlisted = deeds.reduce((sum, { rows = 0 }) => sum + rows, 0)
  return new Set(listed.map(({ collection, id }) => `${collection}\n${id}`)).size + unlisted
}

type Named = Pick<CallRecord, 'target' | 'covers' | 'holdsEffects'>

/**
 * What it acts on: its target and what it stands for, and whatever it changed where what it says is a hint. What a write
 * only reads is no such thing.
 */
export function namesOf(call: Named, deeds: readonly Deed[] = []): string[] {
  const { target, covers = [] } = call
  return [target, ...covers.filter((name) => !isReading(name)), ...changedBy(call, deeds)]
}

/** What a statement changed, as statements are called that do that alone. Nothing where a target is no hint but a fact. */
export function changedBy({ holdsEffects }: Pick<CallRecord, 'holdsEffects'>, deeds: readonly Deed[]): string[] {
  return holdsEffects ? [...new Set(deeds.map(effectTarget))] : []
}

function isReading(name: string): boolean {
  return / SELECT /.test(name)
}

/** What really ran: a fault may have put another input into the call. */
export function inputThatRan({
  call,
  executed,
}: {
  call: CallRecord
  executed?: Pick<ExecutedEvent, 'input'> | undefined
}): Json {
  return executed?.input ?? call.input
}
