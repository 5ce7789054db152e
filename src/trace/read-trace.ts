import { existsSync, readFileSync, truncateSync } from 'node:fs'
import { type ChainCheck, unseal } from './chain.ts'
import type { Recorded } from './event.ts'
import type { Continuation } from './recorder.ts'

export interface TraceRead {
  events: Recorded[]
  check: ChainCheck
  /** Where the next line goes. */
  end: Continuation
}

/**
 * Reads a trace back. A last line that was torn by its writer's death is cut off, so that the next line is not glued
 * to it: no line that `write` returned from is lost by that.
 */
export function readTrace(path: string, nonce: string): TraceRead {
  const content = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const { texts, check } = unseal(content, nonce)
  if (check.torn) truncateSync(path, Buffer.byteLength(content.slice(0, content.lastIndexOf('\n') + 1)))
  const events = texts.map((text) => JSON.parse(text) as Recorded)
  return { events, check, end: { nonce, head: check.head, count: check.count } }
}
