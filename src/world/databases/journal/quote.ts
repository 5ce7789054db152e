import { escapeIdentifier } from 'pg'

/** A name as SQL: always in quotes. */
export function quote(name: string): string {
  return escapeIdentifier(name)
}

/** A body of a function, in dollar quotes that it cannot hold. */
export function body(text: string): string {
  let tag = '$mettle$'
  while (text.includes(tag)) tag = tag.replace(/\$$/, '_$')
  return `${tag}\n${text}\n${tag}`
}
