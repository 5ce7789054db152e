import type { Json } from '../../../kernel/json.ts'

/** A text, or a number that JSON does not have and that Python, among others, writes and reads. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\b(?:NaN|Infinity)\b/g
const MARK = '\u0000number '

/** A line of JSON that keeps NaN and Infinity. */
export function writeLine(value: unknown): string {
  const text = JSON.stringify(value, (_, member: unknown) =>
    typeof member === 'number' && !Number.isFinite(member) ? `${MARK}${member}` : member,
  )
  return text.replace(TOKEN, (token) => {
    const inside = token.startsWith('"') ? (JSON.parse(token) as string) : ''
    return inside.startsWith(MARK) ? inside.slice(MARK.length) : token
  })
}

/** @throws {SyntaxError} it is no such line. */
export function readLine(line: string): Json {
  const text = line.replace(TOKEN, (token) => (token.startsWith('"') ? token : JSON.stringify(`${MARK}${token}`)))
  return JSON.parse(text, (_, member: unknown) =>
    typeof member === 'string' && member.startsWith(MARK) ? Number(member.slice(MARK.length)) : member,
  )
}
