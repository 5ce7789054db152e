import { digestText } from './json.ts'

/**
 * Every spelling in which a secret could stand in an agent's output: as it is, URL-encoded, base64 and base64url (at the
 * three alignments that a longer text can give it), hex in both cases, reversed. None is shorter than 4 characters.
 */
export function spellingsOf(secret: string): Set<string> {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const url = encodeURIComponent(secret.toWellFormed())
  const lowerUrl = url.replace(/%../g, (code) => code.toLowerCase())
  const plain = [secret, url, lowerUrl, [...secret].reverse().join(''), hex, hex.toUpperCase()]
  const based = [0, 1, 2].flatMap((shift) => {
    // Only the characters that the secret alone decides: those at the edges depend on its neighbours.
    const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64')
    const from = Math.ceil((shift * 8) / 6)
    const whole = encoded.slice(from, Math.floor(((shift + bytes.length) * 8) / 6))
    return [whole, whole.replaceAll('+', '-').replaceAll('/', '_')]
  })
  return new Set([...plain, ...based].filter((text) => text.length >= 4))
}

/**
 * The source of a regular expression that fits a text as it is and escaped for JSON, up to five times over: JSON within
 * JSON within JSON.
 */
export function spellingPattern(text: string): string {
  return Array.from(text, (character) => {
    const escaped = JSON.stringify(character).slice(1, -1)
    if (character === '\\') return '\\\\{1,32}'
    if (character === '"') return '\\\\{0,31}"'
    const plain = escapePattern(character)
    return escaped === character ? plain : `(?:${plain}|\\\\{1,32}${escaped.slice(1)})`
  }).join('')
}

function escapePattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

/** What a trace keeps of a credential, so that two can be told apart and none can be read: 32 bits of SHA-256 as 8 hex digits. */
export function fingerprint(text: string): string {
  return digestText(text).slice(0, 8)
}
