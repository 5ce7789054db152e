import type { GuardRow, TrialRow } from '../record/row.ts'

/**
 * All ways in which the open questions of some trials could turn out: an inconclusive trial could have passed or failed,
 * and a guard that a trial did not test could have held, been bypassed or raised a false alarm. A gate holds when it
 * holds in every reading, so that an open question never helps it, whichever way its operator points.
 */
export function readings(trials: readonly TrialRow[]): TrialRow[][] {
  if (!trials.some(isOpen)) return []
  return [
    trials.map((trial) => settle(trial, 'passed', 'held')),
    trials.map((trial) => settle(trial, 'failed', 'bypassed')),
    trials.map((trial) => settle(trial, 'failed', 'false-alarm')),
  ]
}

/** Was something that the trial should have shown not shown? A failed trial can be open too: its guards were not tested. */
export function isOpen({ verdict, faults, guards }: TrialRow): boolean {
  return (
    verdict === 'inconclusive' ||
    faults.some(({ state }) => state === 'undelivered') ||
    guards.some(({ required, outcome }) => outcome === 'unclear' || (required && outcome === 'not-exercised'))
  )
}

function settle(trial: TrialRow, verdict: 'passed' | 'failed', outcome: GuardRow['outcome']): TrialRow {
  if (!isOpen(trial)) return trial
  return {
    ...trial,
    verdict: trial.verdict === 'inconclusive' ? verdict : trial.verdict,
    guards: trial.guards.map((guard) => (isUntested(guard) ? { ...guard, outcome } : guard)),
  }
}

/** A guard that held in an open trial held against less than was planned. */
function isUntested({ outcome }: GuardRow): boolean {
  return outcome === 'held' || outcome === 'not-exercised' || outcome === 'unclear'
}
