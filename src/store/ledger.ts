import { closeSync, existsSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf, PrerequisiteError, UsageError } from '../kernel/errors.ts'
import { harmlessJson } from '../kernel/json.ts'
import { machineTrouble } from '../kernel/machine.ts'
import { writeWhole } from '../kernel/write-whole.ts'
import { openRows, type TrialRow } from '../record/row.ts'
import type { RunHead } from '../record/run.ts'
import { type TrialRecord, trialRecordSchema } from '../record/trial.ts'
import type { ChainCheck } from '../trace/chain.ts'
import { followChain, type LinePlace, openChain, openTexts } from './chained-lines.ts'

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
  /** Where its chain ends. Everything is on the disk by then. */
  end(): NonNullable<RunHead['ledger']>
}

/** @param runId Where the chain starts: lines of one run fit into no other. */
export function openLedger(folder: string, runId: string): Ledger {
  const file = openSync(join(folder, LEDGER_FILE), 'w')
  const chain = openChain(runId)
  const entries = new Map<string, LedgerEntry>()
  const rowOf = openRows()
  let offset = 0
  let failed: Error | undefined
  const write = (bytes: Buffer) => {
    try {
      // What comes behind half a line would fit nothing.
      if (failed === undefined) return writeWhole(file, bytes)
    } catch (thrown) {
      const refused = machineTrouble(thrown, `write ${LEDGER_FILE}`)?.message
      const why = refused ?? `Failed to write ${LEDGER_FILE}: ${messageOf(thrown)}.`
      failed = new PrerequisiteError(`${why} What had finished is kept.`)
    }
    throw failed
  }
  return {
    entries,
    append: (record) => {
      const line = Buffer.from(chain.add(harmlessJson(record)))
      write(line)
      entries.set(record.id, { row: rowOf(record), offset, length: line.length - 1 })
      offset += line.length
    },
    end: () => {
      fsyncSync(file)
      const { head, count } = chain.end()
      return { head, count }
    },
    [Symbol.dispose]: () => closeSync(file),
  }
}

/**
 * Reads the rows of a ledger as far as its lines fit.
 * @throws {UsageError} a line that fits and holds no record.
 */
export function readLedger(folder: string, runId: string): { entries: Entries; check: ChainCheck } {
  const entries = new Map<string, LedgerEntry>()
  const file = join(folder, LEDGER_FILE)
  if (!existsSync(file)) return { entries, check: { head: '', count: 0 } }
  const rowOf = openRows()
  const check = followChain(file, runId, (text, place) => {
    const { success, data, error } = trialRecordSchema.safeParse(JSON.parse(text))
    if (success) return void entries.set(data.id, { row: rowOf(data), ...place })
    const [issue] = error.issues
    throw new UsageError(
      `Failed to read ${file}: ${issue?.path.join('.')}: ${issue?.message}. Was it written by another version?`,
    )
  })
  return { entries, check }
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
