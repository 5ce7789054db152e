import crypto from 'node:crypto'

// Held before agent code loads: whoever takes its place would learn the nonce. An import would follow the change.
const { hash } = crypto

/**
 * The hash chain over a trace's lines. Each line ends in its link: the first 64 bits of SHA-256 over a nonce, the link
 * before it and the line's own text. The nonce is told to no agent while its trial runs, so that code which can write to
 * the file cannot write a line that fits.
 */
export function link(nonce: string, previous: string, text: string): string {
  return hash('sha256', nonce + previous + text, 'hex').slice(0, 16)
}

/** The written form of a line: the event's JSON, a tab, its link. */
export function seal(nonce: string, previous: string, text: string): { line: string; head: string } {
  const head = link(nonce, previous, text)
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
  let head = ''
  for (const [index, line] of lines.entries()) {
    const tab = line.lastIndexOf('\t')
    const text = line.slice(0, tab)
    const expected = link(nonce, head, text)
    if (tab < 0 || line.slice(tab + 1) !== expected) {
      return { texts, check: { head, count: texts.length, brokenAt: index + 1 } }
    }
    head = expected
    texts.push(text)
  }
  return { texts, check: { head, count: texts.length, ...(torn && { torn }) } }
}
