import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { digestText } from '../src/kernel/json.ts'
import type { RunRecord } from '../src/record/run.ts'
import type { TrialRecord } from '../src/record/trial.ts'

/**
 * Makes a run of many trials out of one of few, in its folder: each trial again and again, with ids, seeds and hashes of
 * its own, and the trace of the one that it came from.
 */
export function multiply(folder: string, trials: number): RunRecord {
  const file = join(folder, 'run.json')
  const record = JSON.parse(readFileSync(file, 'utf8')) as RunRecord
  const many = Array.from({ length: trials }, (_, index) => {
    const origin = record.trials[index % record.trials.length] as TrialRecord
    const copy = copyOf(origin, index + 1)
    // Every fifth is told as if it had failed: there is something to filter by.
    return index % 5 === 0 ? { ...copy, verdict: 'failed' as const } : copy
  })
  const count = (verdict: string) => many.filter((trial) => trial.verdict === verdict).length
  const summary = {
    ...{ planned: trials, passed: count('passed'), failed: count('failed') },
    ...{ inconclusive: count('inconclusive'), error: count('error'), notRun: 0 },
  }
  const planned = many.map(({ id, scenario, variant, agent, model, repeat, tags }) => {
    return { id, scenario, variant, agent, model, repeat, tags }
  })
  const large = { ...record, planned, trials: many, summary }
  writeFileSync(file, JSON.stringify(large))
  return large
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
