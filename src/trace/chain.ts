import crypto from 'node:crypto'
import { canonical } from '../kernel/json.ts'
import type { Recorded } from './event.ts'

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

/** What a chain has come to. */
export interface ChainEnd {
  /** The link of the last line there is; empty for a new trace. */
  head: string
  /** How many links there are. */
  count: number
}

/** The written form of a line: a JSON list of events, a tab, its link. */
export function seal(nonce: string, previous: string, text: string): { line: string; head: string } {
  const head = link(nonce, previous, text)
  return { line: `${text}\t${head}\n`, head }
}

/** The chain, continued over what is known of a trial once its process is through with it: one link for all of it. */
export function sealClosing(nonce: string, { head, count }: ChainEnd, closing: readonly Recorded[]): ChainEnd {
  if (closing.length === 0) return { head, count }
  return { head: link(nonce, head, canonical(closing)), count: count + 1 }
}

/** What the chain says of a whole trace. */
export interface ChainCheck extends ChainEnd {
  /** The number of the first line that does not fit, from 1. */
  brokenAt?: number
  /** The trace ends within a line: its writer was killed while writing. */
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
