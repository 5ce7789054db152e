import type { Json } from '../kernel/json.ts'
import { spellingPattern, spellingsOf } from '../kernel/spellings.ts'

const STRUCTURE: ReadonlySet<string> = new Set(['type', 'seq', 'at'])

type Secrets = Readonly<Record<string, string>>

/** Replaces named secrets in a text about to be written. */
export type Redact = (text: string) => string

/**
 * Hides named secrets of at least 4 characters. A JSON text stays JSON: a number that holds a secret becomes a string.
 * @param spared Members at the top that are left alone. Default: what the harness itself puts into an event (its type, place
 *   and time).
 */
export function createRedactor(secrets: Secrets, spared: ReadonlySet<string> = STRUCTURE): Redact {
  const spellings = spelled(secrets)
  if (spellings.length === 0) return (text) => text
  const all = spellings.map(({ spelling }) => `(${spellingPattern(spelling)})`).join('|')
  const [any, every] = [new RegExp(all), new RegExp(all, 'g')]
  const hide: Redact = (text) =>
    text.replace(every, (_, ...groups: unknown[]) => {
      return `[redacted ${spellings[groups.findIndex((group) => group !== undefined)]?.name}]`
    })
  const hiding: Hiding = { hide, atCut: hideAtCut(spellings) }
  return (text) => (any.test(text) || isCut(text) ? hideWithin(text, hiding, spared) : text)
}

interface Hiding {
  hide: Redact
  /** Hides at the end or at the beginning of a text what a cut has left of a secret. */
  atCut(text: string, side: 'end' | 'beginning'): string
}

/** Shorter parts of a secret stand in many words. */
const SHORTEST_PART = 4

/** Where `cutMiddle` and `leftOut` say that something is missing within a text. */
const GAP = / … \([\d,]+ (?:bytes|characters) left out\) … /

/** May something be missing in what is written? */
function isCut(text: string): boolean {
  return text.includes('"truncated":true') || text.includes('"leftOut":') || text.includes(' left out) … ')
}

function hideAtCut(spellings: readonly { name: string; spelling: string }[]): Hiding['atCut'] {
  const longest = Math.max(...spellings.map(({ spelling }) => spelling.length)) - 1
  return (text, side) => {
    for (let length = Math.min(longest, text.length); length >= SHORTEST_PART; length--) {
      const part = side === 'end' ? text.slice(-length) : text.slice(0, length)
      const found = spellings.find(({ spelling }) =>
        side === 'end' ? spelling.startsWith(part) : spelling.endsWith(part),
      )
      const word = `[redacted part of ${found?.name}]`
      if (found) return side === 'end' ? text.slice(0, -length) + word : word + text.slice(length)
    }
    return text
  }
}

/** How many characters at the end of a text may be the beginning of a secret, and no whole one. */
export function beginningOf(secrets: Secrets): (text: string) => number {
  const spellings = spelled(secrets).map(({ spelling }) => spelling)
  const longest = Math.max(0, ...spellings.map(({ length }) => length - 1))
  return (text) => {
    for (let length = Math.min(longest, text.length); length > 0; length--) {
      const end = text.slice(-length)
      if (spellings.some((spelling) => spelling.length > length && spelling.startsWith(end))) return length
    }
    return 0
  }
}

function spelled(secrets: Secrets): { name: string; spelling: string }[] {
  return Object.entries(secrets)
    .filter(([, secret]) => secret.length >= 4)
    .flatMap(([name, secret]) => [...spellingsOf(secret)].map((spelling) => ({ name, spelling })))
    .sort((a, b) => b.spelling.length - a.spelling.length)
}

type Branch = Json[] | { [key: string]: Json }

function hideWithin(text: string, hiding: Hiding, spared: ReadonlySet<string>): string {
  let root: Json
  try {
    root = JSON.parse(text) as Json
  } catch {
    return hiding.hide(text)
  }
  if (!isBranch(root)) return JSON.stringify(hideLeaf(root, hiding))
  // A stack of its own: agents nest JSON deeper than calls can be.
  const open: Branch[] = [root]
  for (let branch = open.pop(); branch; branch = open.pop()) {
    hideMembers(branch, hiding, branch === root ? spared : undefined)
    for (const member of Object.values(branch)) if (isBranch(member)) open.push(member)
  }
  return JSON.stringify(root)
}

function hideMembers(branch: Branch, hiding: Hiding, spared?: ReadonlySet<string>): void {
  const { hide, atCut } = hiding
  const members = branch as { [key: string]: Json }
  const isPart = members.truncated === true || members.leftOut !== undefined
  for (const name of Object.keys(members)) {
    const member = members[name] as Json
    if (isBranch(member) || spared?.has(name)) continue
    const hidden = hideLeaf(member, hiding)
    if (isPart && typeof hidden === 'string' && (name === 'head' || name === 'text'))
      members[name] = atCut(hidden, 'end')
    else if (isPart && typeof hidden === 'string' && name === 'tail') members[name] = atCut(hidden, 'beginning')
    else members[name] = hidden
  }
  if (Array.isArray(branch)) return
  for (const name of Object.keys(members).filter((name) => hide(name) !== name)) {
    members[hide(name)] = members[name] as Json
    delete members[name]
  }
}

function hideLeaf(leaf: Json, { hide, atCut }: Hiding): Json {
  const text = String(leaf)
  const whole = hide(text)
  const gap = typeof leaf === 'string' ? GAP.exec(whole) : null
  const hidden = gap
    ? `${atCut(whole.slice(0, gap.index), 'end')}${gap[0]}${atCut(whole.slice(gap.index + gap[0].length), 'beginning')}`
    : whole
  return hidden === text ? leaf : hidden
}

function isBranch(value: Json): value is Branch {
  return value !== null && typeof value === 'object'
}
