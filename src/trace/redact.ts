import type { Json } from '../kernel/json.ts'
import { spellingPattern, spellingsOf } from '../kernel/spellings.ts'

/** Replaces named secrets in a text about to be written. */
export type Redact = (text: string) => string

/**
 * Hides named secrets of at least 4 characters. A JSON text stays JSON: a number that holds a secret becomes a string.
 * What the harness itself puts into an event (its type, place and time) is left alone.
 */
export function createRedactor(secrets: Readonly<Record<string, string>>): Redact {
  const spellings = Object.entries(secrets)
    .filter(([, secret]) => secret.length >= 4)
    .flatMap(([name, secret]) => [...spellingsOf(secret)].map((spelling) => ({ name, spelling })))
    .sort((a, b) => b.spelling.length - a.spelling.length)
  if (spellings.length === 0) return (text) => text
  const all = spellings.map(({ spelling }) => `(${spellingPattern(spelling)})`).join('|')
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
