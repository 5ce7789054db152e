import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunRecord } from '../record/run.ts'
import { unseal } from '../trace/chain.ts'
import type { Recorded } from '../trace/event.ts'
import { type Evidence, gatherEvidence } from '../trace/evidence.ts'

/** Reads one trial's trace from a run's folder. @throws {Error} the trace is missing, or does not fit its chain. */
export function readEvidence(folder: string, record: RunRecord, trialId: string): Evidence {
  const trial = record.trials.find(({ id }) => id === trialId)
  if (!trial) throw new Error(`Failed to read a trace: there is no trial "${trialId}".`)
  const { texts } = unseal(readFileSync(join(folder, trial.trace), 'utf8'), trial.chain.nonce)
  return gatherEvidence(texts.map((text) => JSON.parse(text) as Recorded))
}
