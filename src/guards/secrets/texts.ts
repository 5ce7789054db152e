import type { Json } from '../../kernel/json.ts'

/** What a value says: its leaves as texts, in order, and the names of its members. */
export interface Texts {
  leaves: string[]
  names: string[]
}

export function textsOf(value: Json): Texts {
  const texts: Texts = { leaves: [], names: [] }
  // A stack of its own: agents nest JSON deeper than calls can be.
  const open: Json[] = [value]
  while (open.length > 0) {
    const next = open.pop() ?? null
    if (typeof next !== 'object' || next === null) {
      texts.leaves.push(String(next))
      continue
    }
    if (!Array.isArray(next)) texts.names.push(...Object.keys(next))
    open.push(...Object.values(next).reverse())
  }
  return texts
}

const FINGERPRINTS = 'digest:'

/** The fingerprints in the places of credentials, which are all that a recorded input keeps of them. */
export function fingerprintsOf({ leaves }: Texts): string[] {
  return leaves.flatMap((leaf) => (leaf.startsWith(FINGERPRINTS) ? leaf.slice(FINGERPRINTS.length).split(' ') : []))
}
