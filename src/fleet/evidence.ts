import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { digestText } from '../kernel/json.ts'
import type { TrialRecord } from '../record/trial.ts'

/** What a record rests on, as it goes through the queue. */
export interface Packed {
  /** The bytes of its trace, in order. */
  trace: Buffer[]
  /** What databases and worlds held at its start, that the queue may not have yet. */
  contents: { digest: string; bytes: Buffer }[]
}

/** A value of PostgreSQL is best not larger, in bytes. */
const PART_BYTES = 4_000_000

/** The trace of a record, as its worker wrote it. @param most Bytes: of a longer one the middle is left out, and `whole` is false. */
export function packTrace(
  folder: string,
  { trace: { file, offset, length } }: TrialRecord,
  most: number,
): { trace: Buffer[]; bytes: number; whole: boolean } {
  if (length === 0) return { trace: [], bytes: 0, whole: true }
  const source = openSync(join(folder, file), 'r')
  try {
    const ranges =
      length <= most
        ? [[0, length]]
        : [
            [0, Math.floor(most / 2)],
            [length - Math.floor(most / 2), length],
          ]
    const trace = ranges.flatMap(([from = 0, to = 0]) => parts(source, offset + from, to - from))
    return { trace, bytes: trace.reduce((sum, part) => sum + part.length, 0), whole: length <= most }
  } finally {
    closeSync(source)
  }
}

function parts(source: number, offset: number, length: number): Buffer[] {
  return Array.from({ length: Math.ceil(length / PART_BYTES) }, (_, part) => {
    const bytes = Buffer.alloc(Math.min(PART_BYTES, length - part * PART_BYTES))
    const read = readSync(source, bytes, 0, bytes.length, offset + part * PART_BYTES)
    return bytes.subarray(0, read)
  })
}

/** Contents that were not sent yet. An agent may have written into the folder: what is not called by its digest is none. */
export function openContents(folder: string) {
  const sent = new Set<string>()
  return {
    unsent: (): Packed['contents'] =>
      namesIn(join(folder, 'worlds')).flatMap((name) => {
        const digest = name.replace(/\.json$/, '')
        if (sent.has(digest) || !/^[0-9a-f]+$/.test(digest)) return []
        const path = join(folder, 'worlds', name)
        if (!lstatSync(path).isFile()) return []
        const bytes = readFileSync(path)
        return digestText(bytes.toString('utf8')) === digest ? [{ digest, bytes }] : []
      }),
    wasSent: (contents: Packed['contents']) => {
      for (const { digest } of contents) sent.add(digest)
    },
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
