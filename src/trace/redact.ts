import type { Json } from '../kernel/json.ts'

/** Replaces named secrets in a text about to be written. */
export type Redact = (text: string) => string

/**
 * Hides named secrets of at least 4 characters. A JSON text stays JSON: a number that holds a secret becomes a string.
 * What the harness itself puts into an event (its type, place and time) is left alone.
 */
export function createRedactor(secrets: Readonly<Record<string, string>>): Redact {
  const spellings = Object.entries(secrets)
    .filter(([, secret]) => secret.length >= 4)
    .flatMap(([name, secret]) => [...spell(secret)].map((spelling) => ({ name, spelling })))
    .sort((a, b) => b.spelling.length - a.spelling.length)
  if (spellings.length === 0) return (text) => text
  const all = spellings.map(({ spelling }) => `(${patternOf(spelling)})`).join('|')
  const [any, every] = [new RegExp(all), new RegExp(all, 'g')]
  const hide: Redact = (text) =>
    text.replace(every, (_, ...groups: unknown[]) => {
      return `[redacted ${spellings[groups.findIndex((group) => group !== undefined)]?.name}]`
    })
  return (text) => (any.test(text) ? hideWithin(text, hide) : text)
}

type Branch = Json[] | { [key: string]: Json }

const STRUCTURE = new Set(['type', 'seq', 'at'])

function hideWithin(text: string, hide: Redact): string {
  let root: Json
  try {
    root = JSON.parse(text) as Json
  } catch {
    return hide(text)
  }
  if (!isBranch(root)) return JSON.stringify(hideLeaf(root, hide))
  // A stack of its own: agents nest JSON deeper than calls can be.
  const open: Branch[] = [root]
  for (let branch = open.pop(); branch; branch = open.pop()) {
    hideMembers(branch, hide, branch === root)
    for (const member of Object.values(branch)) if (isBranch(member)) open.push(member)
  }
  return JSON.stringify(root)
}

function hideMembers(branch: Branch, hide: Redact, isEvent: boolean): void {
  const members = branch as { [key: string]: Json }
  for (const name of Object.keys(members)) {
    const member = members[name] as Json
    if (isBranch(member) || (isEvent && STRUCTURE.has(name))) continue
    members[name] = hideLeaf(member, hide)
  }
  if (Array.isArray(branch)) return
  for (const name of Object.keys(members).filter((name) => hide(name) !== name)) {
    members[hide(name)] = members[name] as Json
    delete members[name]
  }
}

function hideLeaf(leaf: Json, hide: Redact): Json {
  const text = String(leaf)
  const hidden = hide(text)
  return hidden === text ? leaf : hidden
}

function isBranch(value: Json): value is Branch {
  return value !== null && typeof value === 'object'
}

/**
 * Every spelling in which a secret could stand in an agent's output: as it is, URL-encoded, base64 and base64url (at the
 * three alignments that a longer text can give it), hex in both cases, reversed.
 */
function spell(secret: string): Set<string> {
  const bytes = Buffer.from(secret)
  const hex = bytes.toString('hex')
  const url = encodeURIComponent(secret)
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

/** Fits a text as it is and escaped for JSON, up to five times over: JSON within JSON within JSON. */
function patternOf(text: string): string {
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
