/**
 * Does a pattern with `*` for any run of characters fit the whole text? 'payments POST *' fits every POST of payments.
 * Linear in the text: targets come from agents, and a regular expression with several `*` would not be.
 */
export function fits(pattern: string, text: string): boolean {
  const { head, between, tail } = partsOf(pattern)
  if (tail === undefined) return pattern === text
  if (text.length < head.length + tail.length || !text.startsWith(head) || !text.endsWith(tail)) return false
  const end = text.length - tail.length
  let at = head.length
  for (const part of between) {
    const found = text.indexOf(part, at)
    if (found < 0 || found + part.length > end) return false
    at = found + part.length
  }
  return true
}

interface Parts {
  head: string
  between: readonly string[]
  /** Undefined where the pattern has no `*`. */
  tail: string | undefined
}

/** A scenario has few patterns, and they are held against every call. */
const known = new Map<string, Parts>()
const MOST_KNOWN = 1_000

function partsOf(pattern: string): Parts {
  const found = known.get(pattern)
  if (found) return found
  const [head = '', ...between] = pattern.split('*')
  const parts = { head, between, tail: between.pop() }
  if (known.size < MOST_KNOWN) known.set(pattern, parts)
  return parts
}

/** Does any of the patterns fit? A single pattern may stand alone. */
export function fitsAny(patterns: string | readonly string[], text: string): boolean {
  return typeof patterns === 'string' ? fits(patterns, text) : patterns.some((pattern) => fits(pattern, text))
}
