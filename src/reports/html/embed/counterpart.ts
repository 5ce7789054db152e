import type { TrialRow } from '../../../record/row.ts'
import { agentLabel } from '../../text/outcome.ts'

/** The trial to hold another one against: a repeat of it that passed, else the same agent without faults. */
export function findCounterparts(trials: readonly TrialRow[]): (trial: TrialRow) => TrialRow | undefined {
  const passed = new Map<string, TrialRow>()
  for (const trial of trials) {
    const key = cellOf(trial)
    if (trial.verdict === 'passed' && !passed.has(key)) passed.set(key, trial)
  }
  return (trial) => passed.get(cellOf(trial)) ?? passed.get(keyOf(trial, 'calm'))
}

/** Trials with the same text here are repeats of each other. */
export function cellOf(trial: TrialRow): string {
  return keyOf(trial, trial.variant)
}

function keyOf(trial: TrialRow, variant: string): string {
  return JSON.stringify([trial.scenario, variant, agentLabel(trial)])
}
