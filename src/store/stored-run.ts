import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '../record/run.ts'
import type { TrialRecord } from '../record/trial.ts'
import { unseal } from '../trace/chain.ts'
import type { DatabaseContents } from '../trace/contents.ts'
import type { Recorded } from '../trace/event.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'

/** Reads one trial's trace from a run's folder. @throws {Error} the trace is missing, or does not fit its chain. */
export function readEvidence(folder: string, record: RunRecord, trialId: string): Evidence {
  const trial = trialsOf(record).get(trialId)
  if (!trial) throw new Error(`Failed to read a trace: there is no trial "${trialId}".`)
  const { texts } = unseal(readFileSync(join(folder, trial.trace), 'utf8'), trial.chain.nonce)
  const events = texts.map((text) => JSON.parse(text) as Recorded)
  return gatherEvidence(events, (digest) => readContents(folder, digest))
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
function readContents(folder: string, digest: string): DatabaseContents {
  if (!/^[0-9a-f]+$/.test(digest)) throw new Error(`Failed to read a trial's world: "${digest}" is no digest.`)
  const file = join(folder, 'worlds', `${digest}.json`)
  const found = known.get(file) ?? (JSON.parse(readFileSync(file, 'utf8')) as DatabaseContents)
  known.set(file, found)
  return found
}
