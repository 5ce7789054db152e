import { digestText } from '../../kernel/json.ts'

/** The trial's id as a fragment of the page's address. An id of another shape than ours gets a digest in its place. */
export function trialAnchor(id: string): string {
  return /^[a-z0-9][a-z0-9.~@_-]*$/i.test(id) ? id : `trial-${digestText(id)}`
}

/** The places of one trial's section that can be linked to. */
export interface Anchors {
  /** The id for an event's first place on the page; null for a further one: an id stands once. */
  claim(seq: number): string | null
  /** The link to an event that a score or guard names: 'e12'. Null where the page does not show it. */
  find(ref: string): string | null
}

export function createAnchors(trialId: string): Anchors {
  const claimed = new Set<string>()
  const prefix = `${trialAnchor(trialId)}-`
  return {
    claim: (seq) => {
      const ref = `e${Math.trunc(Number(seq)) || 0}`
      if (claimed.has(ref)) return null
      claimed.add(ref)
      return prefix + ref
    },
    find: (ref) => (claimed.has(ref) ? prefix + ref : null),
  }
}
