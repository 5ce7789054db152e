import type { TentativeEffect } from '../../boundary/tentative-effect.ts'
import { fitsAny } from '../../kernel/pattern.ts'
import { countThings, namesOf } from '../../trace/deed.ts'
import { effectTarget } from '../../trace/effect-target.ts'
import type { CallRecord } from '../../trace/events/call.ts'
import type { CallStory } from '../../trace/evidence.ts'

type Row = Pick<TentativeEffect, 'collection' | 'op' | 'id' | 'rows'>

/**
 * The rows in a guard's scope: all that a call in scope changed, and what any other call did that would be in scope had
 * it said so: rows that a cascade, a trigger or a function touched.
 */
export function rowsInScope<R extends Row>(on: string | string[], call: CallRecord, rows: readonly R[]): R[] {
  if (namesOf(call).some((name) => fitsAny(on, name))) return [...rows]
  return rows.filter((row) => fitsAny(on, effectTarget(row)))
}

/** The statements of a trial that changed rows in scope, in the order in which their effects came to stay. */
export function rowStories(on: string | string[], calls: readonly CallStory[]): { story: CallStory; rows: number }[] {
  return calls
    .filter(({ call, effects }) => call.holdsEffects && effects.length > 0)
    .map((story) => ({ story, rows: countThings(rowsInScope(on, story.call, story.effects)) }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => placeOf(a.story) - placeOf(b.story))
}

/** Where the effect that a person was asked about first came to stay. */
function placeOf({ effects }: CallStory): number {
  return effects[0]?.seq ?? 0
}
