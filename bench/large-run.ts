import { rmSync } from 'node:fs'
import { digestText } from '../src/kernel/json.ts'
import { summarize } from '../src/record/summarize.ts'
import type { TrialRecord } from '../src/record/trial.ts'
import { writeHead } from '../src/store/head.ts'
import { openLedger } from '../src/store/ledger.ts'
import { writePlanned } from '../src/store/planned.ts'
import { openRun } from '../src/store/stored-run.ts'

/**
 * Makes a run of many trials out of one of few, in its folder: each trial again and again, with ids, seeds and hashes of
 * its own, and the trace of the one that it came from.
 */
export function multiply(folder: string, trials: number): void {
  const { head, records } = openRun(folder)
  const origins = [...records()]
  rmSync(`${folder}/trials.jsonl`)
  using ledger = openLedger(folder, head.id)
  for (let index = 0; index < trials; index++) {
    const copy = copyOf(origins[index % origins.length] as TrialRecord, index + 1)
    // Every fifth is told as if it had failed: there is something to filter by.
    ledger.append(index % 5 === 0 ? { ...copy, verdict: 'failed' } : copy)
  }
  const rows = Array.from(ledger.entries.values(), ({ row }) => ({ ...row, tags: [...row.tags] }))
  const planDigest = writePlanned(folder, rows)
  writeHead(folder, { ...head, planned: trials, planDigest, summary: summarize(rows, trials), ledger: ledger.end() })
}

function copyOf(origin: TrialRecord, repeat: number): TrialRecord {
  const id = origin.id.replace(/~r\d+$/, `~r${repeat}`)
  const own = digestText(id)
  return {
    ...{ ...origin, id, repeat, seed: own, traceHash: digestText(own) },
    chain: { ...origin.chain, head: own.slice(0, 16) },
    replay: `${origin.replay} --grep '~r${repeat}\\b'`,
  }
}
