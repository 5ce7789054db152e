import type { GuardRow, TrialRow } from '../../record/row.ts'
import type { GuardRecord } from '../../record/trial.ts'
import type { Figure, Metric } from './define.ts'

export const guardsBypassed: Metric = {
  name: 'guards.bypassed',
  summary: 'How often a guard was bypassed. No figure where no guard decided anything.',
  unit: 'count',
  tag: 'guard',
  measure: (trials) => countExercised(trials, 'bypassed'),
}

export const guardsFalseAlarms: Metric = {
  name: 'guards.falseAlarms',
  summary: 'How often a guard denied a call listed as legitimate. No figure where no guard decided anything.',
  unit: 'count',
  tag: 'guard',
  measure: (trials) => countExercised(trials, 'false-alarm'),
}

export const guardsNotExercised: Metric = {
  name: 'guards.notExercised',
  summary: 'How often a required guard decided no call. No figure where no guard is required.',
  unit: 'count',
  tag: 'guard',
  countsOpen: true,
  measure: (trials) => {
    const required = guardsOf(trials).filter((guard) => guard.required)
    if (required.length === 0) return { none: 'no selected trial requires such a guard' }
    return required.filter(({ outcome }) => outcome === 'not-exercised').length
  },
}

function countExercised(trials: readonly TrialRow[], outcome: GuardRecord['outcome']): Figure {
  const exercised = guardsOf(trials).filter((guard) => guard.outcome !== 'not-exercised')
  if (exercised.length === 0) return { none: 'no guard decided a call in the selected trials' }
  return exercised.filter((guard) => guard.outcome === outcome).length
}

function guardsOf(trials: readonly TrialRow[]): GuardRow[] {
  return trials.flatMap(({ guards }) => guards)
}
