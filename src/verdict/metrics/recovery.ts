import type { TrialRow } from '../../record/row.ts'
import { judged, type Metric } from './define.ts'

export const recoveredRate: Metric = {
  name: 'recovered.rate',
  summary:
    'Share of the trials that owe a fault and score the recovery in which the fault arrived and was recovered from.',
  unit: 'share',
  measure: (trials) => {
    const scored = judged(trials).filter((trial) => owesFault(trial) && recoveryScores(trial).length > 0)
    if (scored.length === 0) return { none: 'no selected trial owes a fault and scores the recovery from it' }
    return scored.filter(hasRecovered).length / scored.length
  },
}

function owesFault({ faults }: TrialRow): boolean {
  return faults.some(({ state }) => state !== 'not-drawn')
}

/** A fault that did not arrive was not recovered from. */
function hasRecovered(trial: TrialRow): boolean {
  return (
    trial.faults.every(({ state }) => state !== 'undelivered') && recoveryScores(trial).every((score) => score.pass)
  )
}

function recoveryScores({ scores }: TrialRow) {
  return scores.filter(({ scorer }) => scorer === 'recovered')
}
