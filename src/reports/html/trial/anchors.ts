import type { Evidence } from '../../../trace/evidence.ts'
import { placePath } from '../routes.ts'

/** The places of one trial that can be linked to. */
export interface Anchors {
  /** The id for an event's first place on the page; null for a further one: an id stands once. */
  claim(seq: number): string | null
  /** The link to an event ('e12') or a call ('c3'). Null where the page does not show it. */
  find(ref: string): string | null
}

export function createAnchors(trialId: string, evidence: Evidence | string): Anchors {
  const claimed = new Set<string>()
  const known = typeof evidence === 'string' ? new Set<string>() : knownPlaces(evidence)
  return {
    claim: (seq) => {
      const ref = `e${Math.trunc(Number(seq)) || 0}`
      if (claimed.has(ref)) return null
      claimed.add(ref)
      return ref
    },
    find: (ref) => (known.has(ref) ? placePath(trialId, ref) : null),
  }
}

function knownPlaces({ events, calls }: Evidence): Set<string> {
  return new Set([...events.map(({ seq }) => `e${seq}`), ...calls.map(({ call }) => call.id)])
}
