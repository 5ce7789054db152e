import { visible } from '../kernel/visible.ts'
import type { TrialRecord } from '../record/trial.ts'
import { readStoredTrace } from './stored-run.ts'

/** How many are named. */
const NAMED = 5

/** A trial whose trace is gone, or is not what was written. */
interface LostTrace {
  id: string
  /** Half a sentence. */
  why: string
}

/** Reads the trace of each of these trials, and follows its chain to its end. */
export function lostTraces(folder: string, records: Iterable<TrialRecord>): LostTrace[] {
  const lost: LostTrace[] = []
  for (const record of records) {
    const { problem } = readStoredTrace(folder, record)
    if (problem !== undefined) lost.push({ id: record.id, why: problem })
  }
  return lost
}

/** A line for each of the first few. */
export function lostLines(lost: readonly LostTrace[]): string[] {
  const named = lost.slice(0, NAMED).map(({ id, why }) => visible(`${id}: ${why}`))
  return lost.length > NAMED ? [...named, `and ${lost.length - NAMED} more`] : named
}

/** What that is for whoever judges the run, as a sentence; undefined where every trace is there as it was written. */
export function traceProblem(folder: string, { records }: { records(): Iterable<TrialRecord> }): string | undefined {
  const lost = lostTraces(folder, records())
  if (lost.length === 0) return undefined
  const whose = lost.length === 1 ? 'One trial has no evidence' : `${lost.length} trials have no evidence`
  return `${whose}: ${lostLines(lost).join('; ')}.`
}
