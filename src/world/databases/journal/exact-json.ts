/**
 * Numbers that a double may not hold: more than 15 digits, or an exponent. As they begin in a JSON text: a digest or a uuid is full of
 * digits before an 'e', and to read a text number by number takes ten times as long.
 */
const RISKY = /(?:^|[:,[])\s*-?(?:\d[\d.]{15,}|[\d.]+[eE])/

/**
 * Parses rows as JSON. A number that a double cannot hold, such as a bigint beyond 2^53, comes as its text; what came as a
 * number either way is exact.
 */
export function parseRows(text: string): unknown {
  if (!RISKY.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && context?.source !== undefined && !isHeld(value, context.source)
      ? context.source
      : value,
  )
}

function isHeld(value: number, source: string): boolean {
  const plain = source.includes('.') ? source.replace(/\.?0+$/, '') : source
  return String(value) === plain
}
