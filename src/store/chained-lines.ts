import { readSync } from 'node:fs'
import { type ChainCheck, link } from '../trace/chain.ts'
import { eachLine } from './lines.ts'

/** Each line ends in its link, as its last member: the file stays lines of JSON. */
const LINK = ',"link":"'

/** What a chain over lines came to. */
interface ChainEnd {
  nonce: string
  head: string
  count: number
}

/**
 * Chains lines of JSON, each to all before it: a line that was changed, moved or taken out is found.
 * @param begun What the lines that are there already have come to.
 */
export function openChain(nonce: string, begun: { head: string; count: number } = { head: '', count: 0 }) {
  let { head, count } = begun
  return {
    /** An object's JSON as a line of the file. */
    add: (text: string): string => {
      head = link(nonce, head, text)
      count++
      return `${text.slice(0, -1)}${LINK}${head}"}\n`
    },
    end: (): ChainEnd => ({ nonce, head, count }),
  }
}

/** Where a line stands in its file, in bytes, without its end. */
export interface LinePlace {
  offset: number
  length: number
}

/** Reads the lines of a file as far as they fit. Each is handed on without its link. */
export function followChain(file: string, nonce: string, onLine: (text: string, place: LinePlace) => void): ChainCheck {
  let [head, count] = ['', 0]
  const end = eachLine(file, (line, offset, length) => {
    const text = textOf(line)
    const expected = link(nonce, head, text)
    if (!line.endsWith(`${LINK}${expected}"}`)) return false
    head = expected
    count++
    onLine(text, { offset, length })
    return true
  })
  return { head, count, ...(end === 'refused' && { brokenAt: count + 1 }), ...(end === 'torn' && { torn: true }) }
}

/** Reads lines of a file again that were followed before, without their links. */
export function openTexts(file: number): (place: LinePlace) => string {
  // One for all: thousands that are let go are more memory than what is read.
  let bytes = Buffer.allocUnsafe(16_384)
  return ({ offset, length }) => {
    if (bytes.length < length) bytes = Buffer.allocUnsafe(2 * length)
    if (readSync(file, bytes, 0, length, offset) < length) throw new Error('Failed to read a line: its file was cut.')
    return textOf(bytes.toString('utf8', 0, length))
  }
}

function textOf(line: string): string {
  return `${line.slice(0, Math.max(0, line.lastIndexOf(LINK)))}}`
}
