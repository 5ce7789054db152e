import type { TrialRecord } from '../../../record/trial.ts'
import { agentLabel } from '../../text/outcome.ts'

/** The trial to hold another one against: a repeat of it that passed, else the same agent without faults. */
export function findCounterparts(trials: readonly TrialRecord[]): (trial: TrialRecord) => TrialRecord | undefined {
  const passed = new Map<string, TrialRecord>()
  for (const trial of trials) {
    const key = cellOf(trial)
    if (trial.verdict === 'passed' && !passed.has(key)) passed.set(key, trial)
  }
  return (trial) => passed.get(cellOf(trial)) ?? passed.get(keyOf(trial, 'calm'))
}

/** Trials with the same text here are repeats of each other. */
export function cellOf(trial: TrialRecord): string {
  return keyOf(trial, trial.variant)
}

function keyOf(trial: TrialRecord, variant: string): string {
  return JSON.stringify([trial.scenario, variant, agentLabel(trial)])
}
