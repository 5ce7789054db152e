import { isTooDeep, type Json } from '../../kernel/json.ts'
import { isObject } from '../../kernel/object.ts'
import { spellingPattern, spellingsOf } from '../../kernel/spellings.ts'
import { createRedactor } from '../../trace/redact.ts'
import { type MaskRule, RULES, SECRET_MEMBER } from './rules.ts'

/** One thing that was masked. What it was is told to nobody. */
export interface Masked {
  kind: string
  placeholder: string
  /** How often it was there. */
  times: number
  /** Where it was first: 'calls[3].input.to'. */
  place: string
}

export interface Masking<T> {
  value: T
  masked: Masked[]
  /** What must not be in anything that is written: by placeholder. */
  secrets: Readonly<Record<string, string>>
}

const SECRET = { kind: 'secret', placeholder: (n: number) => `masked-secret-${n}` }
/** What was masked before. */
const ALREADY = /^masked(-[a-z]+)?-\d+$/
/** What is shorter stands in too many words. */
const SHORTEST = 4

/**
 * Takes secrets and personal data out of a value, wherever they stand in it, names of members included: what has the form of one,
 * what members hold whose names say so, and the given words. The same thing gets the same placeholder everywhere, so that calls
 * that belong together still do, and is found in other spellings too: URL-encoded, base64, JSON within JSON.
 */
export function mask<T>(value: T, words: readonly string[] = []): Masking<T> {
  const found = openFound()
  const rules = [...words.map(ruleFor), ...RULES]
  const hide = (text: string, place: string): string =>
    rules.reduce(
      (left, rule) => left.replace(rule.form, (hit) => ((rule.is?.(hit) ?? true) ? found.note(hit, rule, place) : hit)),
      text,
    )
  const change: Change = (leaf, place, member) => {
    if (typeof leaf !== 'string' && typeof leaf !== 'number') return leaf
    const text = String(leaf)
    if (member !== undefined && SECRET_MEMBER.test(member) && text.length >= SHORTEST)
      return found.note(text, SECRET, place)
    // JSON in a text may spell what it holds as it likes.
    const within = nested(text)
    const before = within === undefined ? text : JSON.stringify(within)
    const hidden = hide(within === undefined ? text : JSON.stringify(walk(within, place, change)), place)
    return hidden === before ? leaf : hidden
  }
  const first = walk(value as Json, '', change)
  const secrets = found.secrets()
  const rest = createRedactor(secrets, new Set())(JSON.stringify(first))
  return { value: JSON.parse(rest) as T, masked: found.all(), secrets }
}

/** What was found so far: the same text has the same placeholder. */
function openFound() {
  const found = new Map<string, Masked>()
  const counts = new Map<string, number>()
  const next = (kind: string): number => {
    const count = (counts.get(kind) ?? 0) + 1
    counts.set(kind, count)
    return count
  }
  return {
    all: () => [...found.values()],
    secrets: () => Object.fromEntries([...found].map(([text, { placeholder }]) => [placeholder, text])),
    /** @returns what stands in its place. */
    note: (text: string, { kind, placeholder }: Pick<MaskRule, 'kind' | 'placeholder'>, place: string): string => {
      if (ALREADY.test(text)) return text
      const one = found.get(text) ?? { kind, placeholder: placeholder(next(kind)), times: 0, place }
      found.set(text, { ...one, times: one.times + 1 })
      return one.placeholder
    },
  }
}

/** What of the secrets stands in a text, in whatever spelling: by placeholder. */
export function leaksIn(text: string, secrets: Masking<unknown>['secrets']): string[] {
  return Object.entries(secrets).flatMap(([placeholder, secret]) => {
    const spellings = secret.length < SHORTEST ? [secret] : [...spellingsOf(secret)]
    return spellings.some((spelling) => new RegExp(spellingPattern(spelling)).test(text)) ? [placeholder] : []
  })
}

/** A list or an object as a text, which may be JSON within JSON. */
function nested(text: string): Json | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const json = JSON.parse(text) as Json
    return isTooDeep(json) ? undefined : json
  } catch {
    return undefined
  }
}

function ruleFor(word: string): MaskRule {
  return { kind: 'named', form: new RegExp(spellingPattern(word), 'gi'), placeholder: (n) => `masked-${n}` }
}

type Change = (leaf: Json, place: string, member?: string) => Json

function walk(value: Json, place: string, change: Change, member?: string): Json {
  if (Array.isArray(value)) return value.map((one, at) => walk(one, `${place}[${at}]`, change, member))
  if (!isObject(value)) return change(value, place, member)
  const entries = Object.entries(value).map(([name, one]) => {
    const within = place === '' ? name : `${place}.${name}`
    return [String(change(name, within)), walk(one, within, change, name)] as const
  })
  return Object.fromEntries(entries)
}
