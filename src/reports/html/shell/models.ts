import { modelCosts } from '../../../record/model-costs.ts'
import type { TrialRow } from '../../../record/row.ts'
import { priceText } from '../../text/money.ts'
import { dollars } from '../../text/quantity.ts'

/** What each model was asked, and what it cost. */
export function modelsView(trials: readonly TrialRow[]) {
  return modelCosts(trials).map((used) => {
    const asked = trials.filter(({ usage: { models } }) => models.some(({ model }) => model === used.model)).length
    const count = (figure: number) => figure.toLocaleString('en-US')
    const cached = used.cachedInputTokens > 0 ? ` (${count(used.cachedInputTokens)} cached)` : ''
    return {
      ...{ model: used.model, calls: count(used.calls), cost: priceText(used) },
      ...{ input: `${count(used.inputTokens)}${cached}`, output: count(used.outputTokens) },
      perTrial: used.unpriced > 0 ? '–' : dollars(used.usd / asked),
    }
  })
}
