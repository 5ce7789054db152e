import type { TrialRow } from '../../record/row.ts'
import { percentile } from '../../stats/percentile.ts'
import { type Figure, judged, type Metric, NOTHING_JUDGED } from './define.ts'

/** What models cost. A turn whose price nobody knows leaves no figure: it may have cost anything. */

export const modelCostTotal: Metric = {
  name: 'modelCost.total',
  summary: 'What the models of all selected trials cost together. No figure where the price of a turn is not known.',
  unit: 'usd',
  tag: 'asked',
  measure: (trials) => measured(trials, (micros) => micros.reduce((sum, one) => sum + one, 0)),
}

export const modelCostP95: Metric = {
  name: 'modelCost.p95',
  summary: 'What the models of 95 % of the trials do not exceed. No figure where the price of a turn is not known.',
  unit: 'usd',
  tag: 'asked',
  measure: (trials) => ofJudged(trials, (micros) => percentile(micros, 95)),
}

export const modelCostMax: Metric = {
  name: 'modelCost.max',
  summary: 'What the models of the dearest trial cost. No figure where the price of a turn is not known.',
  unit: 'usd',
  tag: 'asked',
  measure: (trials) => ofJudged(trials, (micros) => micros.reduce((most, one) => Math.max(most, one), 0)),
}

function ofJudged(trials: readonly TrialRow[], of: (micros: number[]) => number): Figure {
  const counted = judged(trials)
  return counted.length === 0 ? NOTHING_JUDGED : measured(counted, of)
}

/** Reckons in whole micro-dollars, and gives dollars. */
function measured(trials: readonly TrialRow[], of: (micros: number[]) => number): Figure {
  const used = trials.map(({ usage: { models } }) => models)
  const unpriced = used.flat().filter((one) => one.unpriced > 0)
  if (unpriced.length > 0) {
    const turns = unpriced.reduce((sum, one) => sum + one.unpriced, 0)
    return {
      none: `nobody knows the price of ${turns === 1 ? '1 turn' : `${turns} turns`}, the first of ${unpriced[0]?.model}`,
    }
  }
  return of(used.map((models) => models.reduce((sum, { usd }) => sum + Math.round(usd * 1_000_000), 0))) / 1_000_000
}
