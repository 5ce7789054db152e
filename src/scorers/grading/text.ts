import type { Json } from '../../kernel/json.ts'

/** How much of a value is read as text, in characters. */
export const MAX_TEXT = 65_536

export const TOO_LONG = `The answer is longer than ${MAX_TEXT} characters and is not read.`

type Part = { label: string; value: Json }

/**
 * A value as text: a string as it is, all else a line for each leaf: 'refund.id: re_1'. It ends soon after 64 KiB, and
 * a value of any depth is fine.
 */
export function textOf(value: Json): string {
  if (typeof value === 'string') return value
  const lines: string[] = []
  // Of the lines joined, so that nothing is left out of a text that is not over the limit.
  let length = -1
  const open: Part[] = [{ label: '', value }]
  for (let part = open.pop(); part && length <= MAX_TEXT; part = open.pop()) {
    const { label, value: next } = part
    if (next !== null && typeof next === 'object') {
      for (const child of childrenOf(label, next)) open.push(child)
      continue
    }
    const line = label === '' ? String(next) : `${label}: ${String(next)}`
    lines.push(line)
    length += line.length + 1
  }
  return lines.join('\n')
}

/** Last first, since the walk takes from the end. Labels stay short however deep the value is. */
function childrenOf(label: string, value: Json[] | { [key: string]: Json }): Part[] {
  const prefix = label === '' ? '' : `${label.slice(-200)}.`
  return Object.entries(value)
    .map(([name, member]) => ({ label: `${prefix}${name}`, value: member }))
    .reverse()
}

/** Is the value in the text as a word of its own? 're_1' is not in 're_12', nor 49 in '1499' or '49.50'. */
export function names(text: string, value: Json): boolean {
  const word = textOf(value)
  if (word === '') return false
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const before = text.slice(Math.max(0, at - 2), at)
    const after = text.slice(at + word.length, at + word.length + 2)
    if (!/[\p{L}\p{N}_]$|\d[.,]$/u.test(before) && !/^[\p{L}\p{N}_]|^[.,]\d/u.test(after)) return true
  }
  return false
}
