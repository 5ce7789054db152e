import { cutMiddle, leftOut } from '../../../kernel/head-and-tail.ts'
import type { Json } from '../../../kernel/json.ts'
import { isBounded } from '../../../trace/bounded.ts'

/** How much of one body is shown, in characters. */
const SHOWN = 4_096
/** A longer text is cut before it is laid out. */
const LAID_OUT = 65_536
/** Characters in a line over the whole width of a section. */
const WIDE = 110
/** Characters in a line of one of the three panes. */
export const PANE = 42

/** A value as text to read; `cut` says what is missing. */
export interface Body {
  text: string
  cut: string | null
}

export function bodyOf(value: Json, line = WIDE): Body {
  if (isBounded(value)) {
    const { head, tail = '', bytes } = value
    const missing = bytes - new TextEncoder().encode(head + tail).length
    return {
      text: `${head}${leftOut(missing, 'bytes')}${tail}`,
      cut: cutSentence(head.length + tail.length, bytes, 'bytes', 'The trace keeps up to 64 KiB whole.'),
    }
  }
  const plain = JSON.stringify(value)
  return cutText(plain.length > LAID_OUT ? plain : layOut(value, '', line))
}

export function cutText(text: string): Body {
  if (text.length <= SHOWN) return { text, cut: null }
  return { text: cutMiddle(text, SHOWN), cut: cutSentence(SHOWN, text.length, 'characters') }
}

function cutSentence(shown: number, of: number, unit: string, more = 'The whole is in the trace.'): string {
  const [part, whole] = [shown, of].map((count) => count.toLocaleString('en-US'))
  return `Cut: ${part} of ${whole} ${unit}. ${more}`
}

/** An input without its empty parts: most calls have no query and no headers to show. */
export function withoutBlanks(input: Json): Json {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return input
  return Object.fromEntries(Object.entries(input).filter(([, part]) => JSON.stringify(part) !== '{}'))
}

/** JSON that keeps on one line what fits on one; `taken` is what already stands on it. */
function layOut(value: Json, indent: string, width: number, taken = indent.length): string {
  const line = onOneLine(value)
  if (value === null || typeof value !== 'object' || taken + line.length < width) return line
  const deeper = `${indent}  `
  if (Array.isArray(value)) {
    return `[\n${value.map((item) => deeper + layOut(item, deeper, width)).join(',\n')}\n${indent}]`
  }
  const members = Object.entries(value).map(([name, member]) => {
    const start = `${deeper}${JSON.stringify(name)}: `
    return start + layOut(member, deeper, width, start.length)
  })
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`
}

function onOneLine(value: Json): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}: ${onOneLine(member)}`)
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}
