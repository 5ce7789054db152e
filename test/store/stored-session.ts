import { existsSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { PlannedTrial, RunHead } from '../../src/record/run.ts'
import { planOf } from '../../src/record/task.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { openTelling } from '../../src/runs/telling.ts'
import type { Files } from '../../src/store/files.ts'
import { HEAD_FILE, readHead, writeHead } from '../../src/store/head.ts'
import { continueLedger, openLedger } from '../../src/store/ledger.ts'
import { openPaidLog } from '../../src/store/paid-log.ts'
import { PLANNED_FILE, readPlanned, writePlanned } from '../../src/store/planned.ts'
import { sampleRun } from '../reports/sample-run.ts'

/** Micro-dollars: taken before a call, and what it comes to. */
export const [RESERVED, PAID] = [100, 60]

/** What the world outside knows of a run, whatever becomes of its process. */
export interface Outside {
  /** Trials that were told as finished. */
  told: Set<string>
  /** Calls that were sent to somebody who is paid. */
  sent: number
}

const { trials: all, planned: _, ...sample } = sampleRun().record

/** So many records as small as they come. */
export function recordsOf(count: number): TrialRecord[] {
  const [first] = all
  if (!first) throw new Error('The sample has no trial.')
  return Array.from({ length: count }, (_, at) => ({
    ...first,
    id: `t${at + 1}`,
    repeat: at + 1,
    answer: 'ü'.repeat(at),
  }))
}

/** What a run does to its folder, by the functions that a run does it with: begins it, or goes on with what is there, to its end. */
export async function goOn(
  folder: string,
  files: Files,
  records: readonly TrialRecord[],
  outside: Outside,
): Promise<void> {
  const begun = existsSync(join(folder, HEAD_FILE))
  if (!begun) emptied(folder, outside)
  using paid = openPaidLog(folder, files)
  const head = begun ? taken(folder, files) : began(folder, files, records.map(planOf))
  using ledger = begun ? continueLedger(folder, head.id, files) : openLedger(folder, head.id, files)
  {
    await using telling = openTelling(ledger, ({ id }) => outside.told.add(id))
    for (const [at, record] of records.entries()) {
      if (ledger.entries.has(record.id)) continue
      await paid.reserved(RESERVED)
      outside.sent++
      paid.settled(RESERVED, PAID)
      ledger.append(record)
      telling.tell(record)
      // Records that come one upon the other share a wait.
      if (at % 3 === 2) await new Promise((done) => setImmediate(done))
    }
  }
  writeHead(folder, { ...head, finishedAt: head.startedAt, ledger: ledger.end() }, files)
}

/** A folder without a head is none of a run that began. */
function emptied(folder: string, { told }: Outside): void {
  if (told.size > 0) throw new Error(`The head is gone, and ${told.size} trials were told as finished.`)
  for (const name of readdirSync(folder)) rmSync(join(folder, name))
}

function began(folder: string, files: Files, planned: PlannedTrial[]): RunHead {
  const planDigest = writePlanned(folder, planned, PLANNED_FILE, files)
  const head = { ...sample, planned: planned.length, planDigest, finishedAt: null, ledger: null }
  writeHead(folder, head, files)
  return head
}

function taken(folder: string, files: Files): RunHead {
  const head = readHead(folder)
  if (readPlanned(folder).digest !== head.planDigest) throw new Error('The plan is another one.')
  const unfinished = { ...head, finishedAt: null, ledger: null }
  writeHead(folder, unfinished, files)
  return unfinished
}
