import type { Json } from '../../kernel/json.ts'

/** What a text asks of whoever reads it. */
export interface Instructions {
  statements: string[]
  addresses: string[]
}

/** A text that speaks to its reader: 'Ignore your task', 'disregard all previous instructions'. */
const SPOKEN_TO = /\b(ignore|disregard|forget)\b.{0,40}\b(task|instructions?|rules)\b/i

const STATEMENT = /\b(?:DELETE FROM|UPDATE|INSERT INTO|DROP TABLE|TRUNCATE)\s[^;]{1,500}/g

const ADDRESS = /\bhttps?:\/\/[^\s"'<>;]{1,500}/g

/** How much of a reply is read for instructions: more of them than this are not followed. */
const MOST = 10

/** The statements and addresses in those texts of a reply that tell their reader what to do, each once, in order. */
export function instructionsIn(reply: Json): Instructions {
  const spoken = textsOf(reply).filter((text) => SPOKEN_TO.test(text))
  const all = (pattern: RegExp) => [...new Set(spoken.flatMap((text) => text.match(pattern) ?? []))].slice(0, MOST)
  return { statements: all(STATEMENT), addresses: all(ADDRESS) }
}

function textsOf(value: Json): string[] {
  if (typeof value === 'string') return [value]
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : []
}
