import { hash } from 'node:crypto'

/**
 * The hash chain over a trace's lines. Each line ends in its link: the first 64 bits of SHA-256 over the link before it
 * and the line's own text. The first link's predecessor is a nonce that the agent's process is not told by any API.
 */
export function link(previous: string, text: string): string {
  return hash('sha256', previous + text, 'hex').slice(0, 16)
}

/** The written form of a line: the event's JSON, a tab, its link. */
export function seal(previous: string, text: string): { line: string; head: string } {
  const head = link(previous, text)
  return { line: `${text}\t${head}\n`, head }
}

/** What the chain says of a whole trace. `brokenAt` is the number of the first line that does not fit, from 1. */
export interface ChainCheck {
  head: string
  count: number
  brokenAt?: number
  /** The file ends within a line: its writer was killed while writing. */
  torn?: true
}

/** Splits a trace into the texts of its lines, checking each link. Stops at the first that does not fit. */
export function unseal(content: string, nonce: string): { texts: string[]; check: ChainCheck } {
  const lines = content.split('\n')
  const torn = lines.pop() !== ''
  const texts: string[] = []
  let head = nonce
  for (const [index, line] of lines.entries()) {
    const tab = line.lastIndexOf('\t')
    const text = line.slice(0, tab)
    const expected = link(head, text)
    if (tab < 0 || line.slice(tab + 1) !== expected) {
      return { texts, check: { head, count: texts.length, brokenAt: index + 1 } }
    }
    head = expected
    texts.push(text)
  }
  return { texts, check: { head, count: texts.length, ...(torn && { torn }) } }
}
