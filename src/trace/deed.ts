import type { Json } from '../kernel/json.ts'
import { effectTarget } from './effect-target.ts'
import type { CallRecord } from './events/call.ts'
import type { EffectEvent } from './events/effect.ts'
import type { ExecutedEvent } from './events/executed.ts'

// What a call is. Before it runs, that is what it says of itself; once it has had effects, they decide.

/** A change, made for good or held open. `rows`: it stands for so many, too many to be listed. */
export type Deed = Pick<EffectEvent, 'collection' | 'op' | 'id'> & { rows?: number }

/** Is it an action in the world? A turn of a model is none, nor what comes ahead of all actions. */
export function isAction(call: Pick<CallRecord, 'isAction'>): boolean {
  return call.isAction !== false
}

/** Does it come ahead of all actions: a question which tools there are, a connection that is opened? No guard is asked about it. */
export function isAhead(call: Pick<CallRecord, 'lists' | 'opens'>): boolean {
  return call.lists === true || call.opens === true
}

/** Is it a turn of a model? */
export function isTurn(call: Pick<CallRecord, 'isAction' | 'lists' | 'opens'>): boolean {
  return !isAction(call) && !isAhead(call)
}

/**
 * What two calls share that mean the same: a try, and the next. A model is asked for its next turn, however often; a client
 * that tries again may say the conversation in another way, shortened, or whole where the provider has lost its thread.
 */
export function intentOf(call: Pick<CallRecord, 'key' | 'isAction' | 'target' | 'principal'>): string {
  return isAction(call) ? call.key : `${call.target} ${call.principal}`
}

type Accessing = Pick<CallRecord, 'access' | 'holdsEffects'>

/**
 * Whatever it was declared to be: what changes something is a write. What may be either is taken for one, unless what it
 * changes is looked at before it stays.
 */
export function isWrite({ access, holdsEffects }: Accessing, deeds: readonly Deed[] = []): boolean {
  return access === 'write' || (access === 'unknown' && !holdsEffects) || deeds.length > 0
}

/** Was it one, now that it is over? Where all that it changed is known, that alone decides, whatever it said. */
export function wasWrite(call: Accessing, deeds: readonly Deed[]): boolean {
  return call.holdsEffects ? deeds.length > 0 : isWrite(call, deeds)
}

/** How many things it touches: as many as it changed, or more where it says so. */
export function itemsOf({ items }: Pick<CallRecord, 'items'>, deeds: readonly Deed[] = []): number {
  return Math.max(items, countThings(deeds))
}

/** What stands for a row without a key: rows that hold the same have the same. */
const WITHOUT_KEY = /^~[0-9a-f]{32}$/

/** Is this a row without a key? Two that hold the same are told by the same id, and are two. */
export function isWithoutKey(id: string): boolean {
  return WITHOUT_KEY.test(id)
}

/** How many things these are: what is changed twice is one, where it has a key. */
export function countThings(deeds: readonly Deed[]): number {
  if (deeds.length < 2 && deeds[0]?.rows === undefined) return deeds.length
  const keyed = new Set<string>()
  let others = 0
  for (const { collection, id, rows } of deeds) {
    if (rows === undefined && !isWithoutKey(id)) keyed.add(`${collection}\n${id}`)
    else others += rows ?? 1
  }
  return keyed.size + others
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

/** What it acted on, now that it is over: whatever it changed, where all that it changed is known. */
export function actedOn(call: Named, deeds: readonly Deed[]): string[] {
  return call.holdsEffects ? changedBy(call, deeds) : namesOf(call, deeds)
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
