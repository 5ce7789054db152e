import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { openRestorer } from './abridged.ts'
import { type ChainCheck, unseal } from './chain.ts'
import type { Recorded } from './event.ts'

/** Where a trial's trace lies: a worker's file holds those of all its trials, one after the other. */
export interface TracePlace {
  /** Path of the file. */
  path: string
  /** Where the first line begins, in bytes. */
  offset: number
  /** How many bytes its lines take. */
  length: number
  /** What the chain starts from. */
  nonce: string
}

export interface TraceRead {
  events: Recorded[]
  check: ChainCheck
  /** How many of the bytes fit the chain: without what was changed, and what its writer's death tore. */
  length: number
}

/**
 * Reads one trial's trace, and no more of its file than that: each event as it was, whatever its line left out.
 * @throws {Error} of node:fs, when the file cannot be read, or a line that names what no line before it holds.
 */
export function readTrace({ path, offset, length, nonce }: TracePlace): TraceRead {
  const content = length === 0 ? '' : readRange(path, offset, length)
  const { texts, check } = unseal(content, nonce)
  const fits = check.torn || check.brokenAt !== undefined ? sizeOf(texts) : length
  const events = texts.flatMap((text) => JSON.parse(text) as Recorded[])
  return { events: events.map(openRestorer()), check, length: fits }
}

/** Does its first line fit the chain? Else nothing that stands there is this trial's. @throws {Error} of node:fs, when the file cannot be read. */
export function isBegun({ path, offset, length, nonce }: TracePlace): boolean {
  return length > 0 && unseal(readRange(path, offset, length), nonce).check.count > 0
}

/**
 * Fewer bytes where the file ends before that. Whoever wrote the record may have put anything in the file's place: what is no file is not
 * waited for, and nothing is set aside for bytes that it does not have.
 */
function readRange(path: string, offset: number, length: number): string {
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = fstatSync(file)
    if (!found.isFile()) throw new Error(`${path} is no file`)
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(length, found.size - offset)))
    let read = 0
    for (let more = -1; read < bytes.byteLength && more !== 0; read += more) {
      more = readSync(file, bytes, read, bytes.byteLength - read, offset + read)
    }
    return bytes.toString('utf8', 0, read)
  } finally {
    closeSync(file)
  }
}

const TAB_LINK_NEWLINE = 18

function sizeOf(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + TAB_LINK_NEWLINE, 0)
}
