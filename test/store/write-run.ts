import { mkdirSync } from 'node:fs'
import type { RunRecord } from '../../src/record/run.ts'
import type { TrialRecord } from '../../src/record/trial.ts'
import { writeHead } from '../../src/store/head.ts'
import { openLedger } from '../../src/store/ledger.ts'
import { writePlanned } from '../../src/store/planned.ts'
import { openRun } from '../../src/store/stored-run.ts'

/** Writes a run into a folder as a finished one, from its whole record. */
export function writeRun(folder: string, { trials, planned, ...head }: RunRecord): void {
  mkdirSync(folder, { recursive: true })
  using ledger = openLedger(folder, head.id)
  for (const trial of trials) ledger.append(trial)
  const planDigest = writePlanned(folder, planned)
  writeHead(folder, { ...head, planned: planned.length, planDigest, ledger: ledger.end() })
}

/** The whole record of the run in a folder. */
export function readWhole(folder: string): RunRecord {
  const { head, planned, records } = openRun(folder)
  const { planned: _, planDigest: __, ledger: ___, ...members } = head
  return { ...members, planned: [...planned], trials: [...records()] }
}

/** Changes a stored run, as if it had been written so. */
export function changeRun(folder: string, change: (run: RunRecord) => void): void {
  const run = readWhole(folder)
  change(run)
  writeRun(folder, run)
}

/** Changes each of its trials. */
export function changeTrials(folder: string, change: Partial<TrialRecord>): void {
  changeRun(folder, (run) => {
    run.trials = run.trials.map((trial) => ({ ...trial, ...change }))
  })
}
