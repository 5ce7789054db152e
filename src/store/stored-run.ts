import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { UsageError } from '../kernel/errors.ts'
import type { RunRecord } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'
import { sealClosing } from '../trace/chain.ts'
import type { DatabaseContents } from '../trace/contents.ts'
import type { Recorded } from '../trace/event.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'
import { readTrace } from '../trace/read-trace.ts'

/** Reads one trial's trace from a run's folder. @throws {Error} it is missing, or does not fit its chain. */
export function readEvidence(folder: string, record: RunRecord, trialId: string): Evidence {
  const trial = trialsOf(record).get(trialId)
  if (!trial) throw new Error(`Failed to read a trace: there is no trial "${trialId}".`)
  const { events, problem } = readStoredTrace(folder, trial)
  if (problem) throw new UsageError(`Failed to read the trace of ${trialId}: ${problem}. It is no evidence.`)
  return gatherEvidence(events, (digest) => readContents(folder, digest))
}

/** Where a record says that its trace lies. */
export type TraceOf = Pick<TrialRecord, 'trace' | 'closing' | 'chain'>

/**
 * A trial's events, from its worker's file and from its record. `problem` says in half a sentence why they are no
 * evidence; those before the first line that was changed are given all the same.
 * @throws {Error} of node:fs, when the file cannot be read.
 */
export function readStoredTrace(
  folder: string,
  { trace, closing, chain }: TraceOf,
): { events: Recorded[]; problem?: string } {
  const { nonce } = chain
  const { events, check } = readTrace({ ...trace, path: join(folder, trace.file), nonce })
  if (check.brokenAt !== undefined) return { events, problem: `line ${check.brokenAt} does not fit the line before it` }
  const all = [...events, ...(closing as unknown as Recorded[])]
  const { head, count } = sealClosing(nonce, check, closing as unknown as Recorded[])
  if (check.torn || count !== chain.count) return { events: all, problem: 'lines of it are missing' }
  return head === chain.head ? { events: all } : { events: all, problem: 'its end is another one' }
}

const trials = new WeakMap<RunRecord, Map<string, TrialRecord>>()

/** The trials by id: a run may have thousands. */
function trialsOf(record: RunRecord): Map<string, TrialRecord> {
  const found = trials.get(record) ?? new Map(record.trials.map((trial) => [trial.id, trial]))
  trials.set(record, found)
  return found
}

const known = new Map<string, DatabaseContents>()

/** What a database held at the start of a trial: the trials of a run share it. */
export function readContents(folder: string, digest: string): DatabaseContents {
  if (!/^[0-9a-f]+$/.test(digest)) throw new Error(`Failed to read a trial's world: "${digest}" is no digest.`)
  const file = join(folder, 'worlds', `${digest}.json`)
  const found = known.get(file) ?? (JSON.parse(readFileSync(file, 'utf8')) as DatabaseContents)
  known.set(file, found)
  return found
}
