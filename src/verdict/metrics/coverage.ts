import { coverageOf, coverageShare } from '../../record/coverage.ts'
import type { Metric } from './define.ts'

export const faultsCoverage: Metric = {
  name: 'faults.coverage',
  summary:
    'Share of the pairs of a called target and a fault that concerns it which some trial had: the fault reached such a call. With a fault, over all called targets that it concerns.',
  unit: 'share',
  tag: 'fault',
  narrowsOnly: true,
  countsOpen: true,
  measure: (trials, { faults }) => {
    if (!faults) return { none: 'the run was made by a version that did not keep which faults there are' }
    return coverageShare(coverageOf(trials, faults)) ?? { none: 'such a fault concerns no call of the selected trials' }
  },
}
