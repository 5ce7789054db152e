import type { Verdict } from '../../record/trial.ts'
import { judged, type Metric } from './define.ts'

export const trials: Metric = {
  name: 'trials',
  summary: 'How many of the selected trials were judged.',
  unit: 'count',
  measure: (selected) => judged(selected).length,
}

export const failed: Metric = { ...countOf('failed', 'How many trials failed.'), restsOn: 'passes' }

export const errors: Metric = {
  ...countOf('error', 'How many trials are errors of the harness. Any of them fails the gate.'),
  name: 'errors',
  countsOpen: true,
}

export const inconclusive: Metric = {
  ...countOf('inconclusive', 'How many trials left a proof obligation open.'),
  countsOpen: true,
}

function countOf(verdict: Verdict, summary: string): Metric {
  return {
    name: verdict,
    summary,
    unit: 'count',
    measure: (selected) => selected.filter((trial) => trial.verdict === verdict).length,
  }
}
