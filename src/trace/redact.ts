/** Replaces named secrets in a text about to be written. */
export type Redact = (text: string) => string

/**
 * Every spelling in which a secret could stand in JSON or in an agent's output: as it is, escaped for JSON, URL-encoded,
 * base64 (at the three alignments a longer text can give it), base64url, hex in both cases, and reversed.
 */
export function createRedactor(secrets: Readonly<Record<string, string>>): Redact {
  const spellings = new Map<string, string>()
  for (const [name, secret] of Object.entries(secrets)) {
    if (secret.length < 4) continue
    for (const spelling of spell(secret)) spellings.set(spelling, name)
  }
  if (spellings.size === 0) return (text) => text
  const longestFirst = [...spellings.keys()].sort((a, b) => b.length - a.length)
  const pattern = new RegExp(longestFirst.map(escapePattern).join('|'), 'g')
  return (text) => text.replace(pattern, (found) => `[redacted ${spellings.get(found)}]`)
}

function spell(secret: string): Set<string> {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const plain = [secret, encodeURIComponent(secret), [...secret].reverse().join(''), hex, hex.toUpperCase()]
  const based = [0, 1, 2].flatMap((shift) => {
    // Only the characters that the secret alone decides: those at the edges depend on its neighbours.
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    const from = Math.ceil((shift * 8) / 6)
    const whole = encoded.slice(from, Math.floor(((shift + bytes.length) * 8) / 6))
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')]
  })
  const all = [...plain, ...based]
  return new Set([...all, ...all.map((text) => JSON.stringify(text).slice(1, -1))].filter((text) => text.length >= 4))
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
