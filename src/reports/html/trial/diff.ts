import type { EventOf } from '../../../trace/event.ts'
import type { Evidence } from '../../../trace/evidence.ts'
import { offset } from '../../text/quantity.ts'
import type { Anchors } from './anchors.ts'
import { changesOf } from './changes.ts'

/** Rows of the difference that are shown. */
const SHOWN = 200

/** What the trial changed in its world, row by row, grouped by collection: before, after, and by which call. */
export function diffOf(evidence: Evidence, anchors: Anchors) {
  const start = evidence.events[0]?.at ?? 0
  const effects = evidence.events.filter((event): event is EventOf<'effect'> => event.type === 'effect')
  const shown = effects.slice(0, SHOWN)
  const groups = [...Map.groupBy(shown, ({ collection }) => collection)]
  return {
    count: effects.length,
    more: effects.length - shown.length,
    collections: groups.map(([collection, own]) => ({
      collection,
      rows: own.map((effect) => rowOf(effect, start, anchors)),
    })),
  }
}

const SIGNS = { create: '+', update: '~', delete: '−' } as const

function rowOf(
  { seq, at, op, id, before, after, calls, ahead, late }: EventOf<'effect'>,
  start: number,
  anchors: Anchors,
) {
  return {
    op,
    sign: SIGNS[op],
    id,
    offset: offset(at - start),
    path: anchors.find(`e${seq}`),
    ref: `e${seq}`,
    calls: calls.map((call) => ({ ref: call, path: anchors.find(call) })),
    by: ahead === undefined ? (calls.length === 0 ? 'the world itself' : null) : `somebody else, ahead of ${ahead}`,
    late: late === true,
    ...changesOf(before, after),
  }
}
