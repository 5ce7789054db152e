import type { Json } from '../../kernel/json.ts'
import { isObject } from '../../kernel/object.ts'
import { isBounded } from '../../trace/bounded.ts'

/** One message of a conversation with a model, whatever wire it was written for. */
export interface Message {
  /** Its role, else what kind of thing it is; null where it says neither. */
  who: string | null
  /** What it holds: its words, which have no name, and whatever else there is. Texts as they are, other values as JSON. */
  parts: { name: string | null; value: Json }[]
}

/** Does the list hold what somebody said? Tools and the like have no role. */
export function isConversation(values: readonly Json[]): boolean {
  return values.some((value) => isObject(value) && typeof value.role === 'string')
}

export function readMessage(value: Json): Message {
  if (!isObject(value)) return { who: null, parts: [{ name: null, value }] }
  const { role, ...others } = value
  const kind = typeof others.type === 'string' ? others.type : null
  const who = typeof role === 'string' ? role : kind
  if (who === kind || kind === 'message') delete others.type
  const parts = Object.entries(others).map(([name, part]) => {
    const words = WORDS.has(name) ? wordsOf(part) : null
    return words === null ? { name, value: part } : { name: null, value: words }
  })
  return { who, parts }
}

/** Where the words of a message stand, on one wire or another. */
const WORDS = new Set(['content', 'parts'])

/** A message on one line: 'user: Refund it.' */
export function messageLine(value: Json): string {
  const { who, parts } = readMessage(value)
  const said = parts.flatMap(({ value: part }) => (isNothing(part) ? [] : textOf(part))).join(' ')
  return who === null ? said : `${who}: ${said}`
}

function textOf(value: Json): string {
  if (isBounded(value)) return value.head
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** A text, or parts each of which is a text and nothing else; null for something else. */
function wordsOf(content: Json): Json {
  if (typeof content === 'string' || isBounded(content)) return content
  if (!Array.isArray(content) || content.length === 0) return null
  const texts = content.map((part) => {
    if (!isObject(part) || typeof part.text !== 'string') return null
    const { text, type: _, ...rest } = part
    return Object.values(rest).every(isNothing) ? text : null
  })
  return texts.includes(null) ? null : texts.join('\n')
}

function isNothing(value: Json): boolean {
  return value === null || (Array.isArray(value) && value.length === 0)
}
