import type { Asking } from '../../boundary/channel-traits.ts'

/** More texts and numbers of a statement tell no more. */
const MOST_LITERALS = 1_000

/** Arguments are the values of a statement, or stand in its text. */
export const sqlAsking: Asking = {
  argumentsIn: (input) => {
    if (input === null || typeof input !== 'object' || Array.isArray(input)) return input
    return typeof input.text === 'string' ? [input, ...literalsOf(input.text)] : input
  },
}

/** The texts and numbers that stand in a statement. */
function literalsOf(statement: string): string[] {
  const found = [...statement.matchAll(/'((?:[^']|'')*)'|\b\d+(?:\.\d+)?\b/g)].slice(0, MOST_LITERALS)
  return found.map(([whole, text]) => text?.replaceAll("''", "'") ?? whole)
}
