import { closest, distance } from 'fastest-levenshtein'

/** ' Did you mean "latency"? Known: latency, none.' with the guess only where it is close. */
export function suggest(name: string, known: readonly string[]): string {
  if (known.length === 0) return ''
  const guess = closest(name, [...known])
  const near = distance(name, guess) <= Math.max(2, Math.floor(guess.length / 3))
  const shown = known.length > 20 ? `${known.slice(0, 20).join(', ')} … (${known.length} in all)` : known.join(', ')
  return `${near ? ` Did you mean "${guess}"?` : ''} Known: ${shown}.`
}
