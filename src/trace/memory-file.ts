import { digestText } from '../kernel/json.ts'
import { openRestorer } from './abridged.ts'
import type { Contents, FindContents } from './contents.ts'
import type { Recorded } from './event.ts'
import type { TraceFile } from './trace-file.ts'

// Held before agent code loads: an agent that patches JSON does not reach the trace.
const { parse } = JSON

/** Traces of trials that are judged where they ran: no other process reads them, and no file is written. */
export interface MemoryFile extends TraceFile {
  /** The events of the last trial, as they are read from a file; they are held no longer. */
  take(): Recorded[]
  /** Worlds that were kept once for all trials. @throws {Error} there is none of that digest. */
  contents: FindContents
}

/** @param others Finds contents that were not kept here: those of databases. */
export function openMemoryFile(others: FindContents): MemoryFile {
  let lines: string[] = []
  let size = 0
  const kept = new Map<string, Contents>()
  return {
    end: () => size,
    append: (text) => {
      lines.push(text)
      size += text.length
    },
    demandWritten: () => {},
    isSound: () => true,
    keep: (text) => {
      const digest = digestText(text)
      if (!kept.has(digest)) kept.set(digest, parse(text) as Contents)
      return digest
    },
    take: () => {
      // A line is a list of events, a tab, its link.
      const texts = lines.map((line) => line.slice(1, line.lastIndexOf('\t') - 1))
      lines = []
      return (parse(`[${texts.join(',')}]`) as Recorded[]).map(openRestorer())
    },
    contents: (digest) => kept.get(digest) ?? others(digest),
  }
}
