import type { TrialRecord } from '../../../record/trial.ts'
import { cutLarge } from './cut-large.ts'
import type { TrialDetail } from './shape.ts'

/** A trial's record without what the index holds, as a line. */
export function detailLine(trial: TrialRecord): string {
  const { seed, tier, reset, reproducible, scores, guards, usage, error, trace, replay, traceHash, chain } = trial
  const detail: TrialDetail = {
    ...{ seed, tier, reset, reproducible, scores, guards, usage, error, trace, replay, traceHash },
    ...(trial.unrepeatable && { unrepeatable: trial.unrepeatable }),
    ...(trial.models && { models: trial.models }),
    answer: cutLarge(trial.answer),
    chain: { head: chain.head, count: chain.count },
    faults: trial.faults.map(({ schedule: _, ...fault }) => fault),
  }
  return JSON.stringify(detail)
}
