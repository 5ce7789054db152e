import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import { harmlessJson } from '../kernel/json.ts'
import { isObject } from '../kernel/object.ts'
import { openRows, type TrialRow } from '../record/row.ts'
import type { RunHead } from '../record/run.ts'
import { type TrialRecord, trialRecordSchema } from '../record/trial.ts'
import type { ChainCheck } from '../trace/chain.ts'
import { type Appended, openAppended } from './appended.ts'
import { followChain, type LinePlace, openChain, openTexts } from './chained-lines.ts'
import { cutTail, tailOf } from './cut-tail.ts'
import { disk, type Files } from './files.ts'

/** The record of each trial that ended, a line each, in the order in which they ended. Of a trial's lines the last one counts. */
export const LEDGER_FILE = 'trials.jsonl'

/** A trial's row, and where its record lies. */
export interface LedgerEntry extends LinePlace {
  row: TrialRow
}

/** By id. */
export type Entries = ReadonlyMap<string, LedgerEntry>

/** The records of a run under way. */
export interface Ledger extends Disposable {
  readonly entries: Entries
  /**
   * Writes a record. It outlives this process from then on; of a trial that has one already, it takes the place.
   * @throws {PrerequisiteError} the disk is full, or gone. From then on nothing can be written.
   */
  append(record: TrialRecord): void
  /**
   * Resolves when all records so far are on the disk: they outlive a loss of power from then on. Records that are written meanwhile
   * share the next wait.
   * @throws {PrerequisiteError} the disk does not take them.
   */
  synced(): Promise<void>
  /** Where its chain ends. Everything is on the disk by then. @throws {PrerequisiteError} as `synced`. */
  end(): NonNullable<RunHead['ledger']>
}

/** @param runId Where the chain starts: lines of one run fit into no other. */
export function openLedger(folder: string, runId: string, files: Files = disk): Ledger {
  return ledgerOn(openAppended(join(folder, LEDGER_FILE), 'w', files), runId, NOTHING)
}

/**
 * The ledger of a run that goes on, behind its last whole line. What was being written when the run was killed, or what a loss of
 * power made of it, is kept beside it.
 * @throws {UsageError} a line in it was changed, or holds no record.
 */
export function continueLedger(folder: string, runId: string, files: Files = disk): Ledger {
  const path = join(folder, LEDGER_FILE)
  const { entries, check, bytes } = mustGoOn(folder, runId)
  cutTail(path, bytes, files)
  return ledgerOn(openAppended(path, 'a', files), runId, { ...check, entries, bytes })
}

/** Reads a ledger that is to be gone on with. @throws {UsageError} as `continueLedger`. */
export function mustGoOn(folder: string, runId: string): ReturnType<typeof readLedger> {
  const path = join(folder, LEDGER_FILE)
  const found = readLedger(folder, runId)
  if (found.check.brokenAt === undefined || !holdsJson(tailOf(path, found.bytes))) return found
  const advice = '"mettle doctor --run RUN --repair" puts it and all behind it aside: these trials are run again'
  throw new UsageError(
    `Failed to go on with ${path}: line ${found.check.brokenAt} does not fit the line before it. ${advice}.`,
  )
}

/** Is one of its lines whole? No kill makes a line that fits none and is one. */
function holdsJson(tail: Buffer): boolean {
  return tail
    .toString('utf8')
    .split('\n')
    .some((line) => {
      try {
        return isObject(JSON.parse(line))
      } catch {
        return false
      }
    })
}

interface Begun {
  head: string
  count: number
  entries: Entries
  bytes: number
}

const NOTHING: Begun = { head: '', count: 0, entries: new Map(), bytes: 0 }

function ledgerOn(file: Appended, runId: string, begun: Begun): Ledger {
  const chain = openChain(runId, begun)
  const entries = new Map(begun.entries)
  const rowOf = openRows()
  let offset = begun.bytes
  return {
    entries,
    append: (record) => {
      const line = Buffer.from(chain.add(harmlessJson(record)))
      file.write(line)
      entries.set(record.id, { row: rowOf(record), offset, length: line.length - 1 })
      offset += line.length
    },
    synced: file.synced,
    end: () => {
      file.sync()
      const { head, count } = chain.end()
      return { head, count }
    },
    [Symbol.dispose]: () => file[Symbol.dispose](),
  }
}

/**
 * Reads the rows of a ledger as far as its lines fit: `bytes` of it.
 * @throws {UsageError} a line that fits and holds no record.
 */
export function readLedger(folder: string, runId: string): { entries: Entries; check: ChainCheck; bytes: number } {
  const entries = new Map<string, LedgerEntry>()
  const file = join(folder, LEDGER_FILE)
  if (!existsSync(file)) return { entries, check: { head: '', count: 0 }, bytes: 0 }
  const rowOf = openRows()
  let bytes = 0
  const check = followChain(file, runId, (text, place) => {
    bytes = place.offset + place.length + 1
    const { success, data, error } = trialRecordSchema.safeParse(JSON.parse(text))
    if (success) return void entries.set(data.id, { row: rowOf(data), ...place })
    const [issue] = error.issues
    throw new UsageError(
      `Failed to read ${file}: ${issue?.path.join('.')}: ${issue?.message}. Was it written by another version?`,
    )
  })
  return { entries, check, bytes }
}

/** Reads records of a ledger, one at a time. */
export function* readRecords(folder: string, places: Iterable<LinePlace>): Generator<TrialRecord> {
  const file = openSync(join(folder, LEDGER_FILE), 'r')
  try {
    const textAt = openTexts(file)
    for (const place of places) yield JSON.parse(textAt(place)) as TrialRecord
  } finally {
    closeSync(file)
  }
}
