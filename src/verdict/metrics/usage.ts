import type { TrialRow } from '../../record/row.ts'
import type { Usage } from '../../record/trial.ts'
import { percentile } from '../../stats/percentile.ts'
import { judged, type Metric, NOTHING_JUDGED } from './define.ts'

export const costTotal: Metric = {
  name: 'cost.total',
  summary: 'What all selected trials cost together.',
  unit: 'usd',
  measure: totalCost,
}

export const costOfPass: Metric = {
  name: 'costOfPass',
  summary: 'What a passed trial costs: the cost of all judged trials over the number that passed.',
  unit: 'usd',
  measure: (trials) => {
    const counted = judged(trials)
    const passed = counted.filter(({ verdict }) => verdict === 'passed').length
    return passed === 0 ? { none: 'no trial passed, so the cost of a pass is infinite' } : totalCost(counted) / passed
  },
}

const calls = ({ calls, modelCalls }: Usage) => calls - modelCalls

export const costP50 = percentileOf('cost.p50', 50, 'usd', 'Median cost of a trial.', ({ usd }) => usd)
export const costP95 = percentileOf(
  'cost.p95',
  95,
  'usd',
  'Cost that 95 % of the trials do not exceed.',
  ({ usd }) => usd,
)
export const stepsP95 = percentileOf(
  'steps.p95',
  95,
  'count',
  'Steps of a trial: calls and model turns.',
  (used) => used.calls,
)
export const callsP95 = percentileOf('calls.p95', 95, 'count', 'Calls of a trial without its model turns.', calls)
export const wallMsP95 = percentileOf('wallMs.p95', 95, 'ms', 'Real time of a trial.', ({ wallMs }) => wallMs)
export const virtualMsP95 = percentileOf(
  'virtualMs.p95',
  95,
  'ms',
  "Time of a trial on the trial's clock.",
  (used) => used.virtualMs,
)

function percentileOf(
  name: string,
  percent: number,
  unit: Metric['unit'],
  summary: string,
  of: (usage: Usage) => number,
): Metric {
  return {
    name,
    summary,
    unit,
    measure: (trials) => {
      const values = judged(trials).map(({ usage }) => of(usage))
      return values.length === 0 ? NOTHING_JUDGED : percentile(values, percent)
    },
  }
}

/** Added in whole micro-dollars, so that ten dimes make a dollar. */
function totalCost(trials: readonly TrialRow[]): number {
  return trials.reduce((sum, { usage }) => sum + Math.round(usage.usd * 1_000_000), 0) / 1_000_000
}
