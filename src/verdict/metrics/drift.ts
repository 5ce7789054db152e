import type { Metric } from './define.ts'

export const driftRegressed: Metric = {
  name: 'drift.regressed',
  summary:
    'How many comparisons with the reference run are regressions, after correction for their number. No figure without a reference run.',
  unit: 'count',
  measure: (trials, { regressions }) =>
    regressions ? regressions(trials) : { none: 'there is no reference run: name one with --baseline' },
}
