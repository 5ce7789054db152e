import type { TrialRecord } from '../../../record/trial.ts'
import { agentLabel } from '../../text/outcome.ts'

/** The trial to hold another one against: a repeat of it that passed, else the same agent without faults. */
export function findCounterparts(trials: readonly TrialRecord[]): (trial: TrialRecord) => TrialRecord | undefined {
  const passed = new Map<string, TrialRecord>()
  for (const trial of trials) {
    const key = keyOf(trial, trial.variant)
    if (trial.verdict === 'passed' && !passed.has(key)) passed.set(key, trial)
  }
  return (trial) => passed.get(keyOf(trial, trial.variant)) ?? passed.get(keyOf(trial, 'calm'))
}

function keyOf(trial: TrialRecord, variant: string): string {
  return JSON.stringify([trial.scenario, variant, agentLabel(trial)])
}
