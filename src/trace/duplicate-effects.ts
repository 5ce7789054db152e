import { canonical } from '../kernel/json.ts'
import { equalJson, type Skip } from '../kernel/match-json.ts'
import { contentDigest, imageOf } from './content.ts'
import type { EventOf } from './event.ts'
import type { Evidence } from './evidence.ts'
import { skipsIn } from './made.ts'

type Effect = EventOf<'effect'>

/** An effect, and the one that made it again. */
export interface Duplicate {
  first: Effect
  again: Effect
}

/**
 * Effects that another call had made before: one of the same kind by a try of the same intent, or one of the same content,
 * ids and volatile members aside. Each is named once, beside the first of its like. A call that touches many things may do
 * the rest of them in its next try: there only the content tells. What changes nothing is no effect.
 */
export function duplicateEffects({ calls, effects, volatile }: Evidence): Duplicate[] {
  const skipOf = skipsIn({ calls, volatile })
  const keys = new Map(calls.flatMap(({ call: { id, key, items } }) => (items <= 1 ? [[id, key] as const] : [])))
  const firsts = new Map<string, Effect>()
  return effects.filter(isChange).flatMap((again) => {
    const signs = signsOf(again, keys, skipOf(again))
    const first = signs.map((sign) => firsts.get(sign)).find((one) => one && isByOthers(one, again))
    for (const sign of signs) if (!firsts.has(sign)) firsts.set(sign, again)
    return first ? [{ first, again }] : []
  })
}

/** Two effects that share one of these are alike. New things may be twins under any id. */
function signsOf(effect: Effect, keys: ReadonlyMap<string, string>, skip: Skip): string[] {
  const { collection, op, id } = effect
  const kind = [collection, op, op === 'create' ? null : id]
  const intents = effect.calls.flatMap((call) => keys.get(call) ?? [])
  const content = contentDigest(imageOf(effect), undefined, { skip })
  return [...intents.map((key) => ['intent', key]), ['content', content]].map((sign) => canonical([...kind, ...sign]))
}

function isByOthers({ calls }: Effect, again: Effect): boolean {
  return !calls.some((call) => again.calls.includes(call))
}

/** An update to what was there already changes nothing. */
export function isChange({ op, before, after }: Effect): boolean {
  return op !== 'update' || before === undefined || after === undefined || !equalJson(before, after)
}

/** New things may be twins under any id; a change is made twice to the same thing only. */
export function isSameKind(first: Effect, again: Effect): boolean {
  if (first.collection !== again.collection || first.op !== again.op) return false
  return first.op === 'create' || first.id === again.id
}
