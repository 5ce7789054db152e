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
      from: originsOf(trials, used.model),
      ...{ model: used.model, calls: count(used.calls), cost: priceText(used) },
      ...{ input: `${count(used.inputTokens)}${cached}`, output: count(used.outputTokens) },
      perTrial: used.unpriced > 0 ? '–' : dollars(used.usd / asked),
    }
  })
}

/** 'scripted', 'live', 'recorded on 2026-11-29': each way in which the trials had it. */
function originsOf(trials: readonly TrialRow[], name: string): string {
  const asked = trials.filter(({ usage }) => usage.models.some(({ model }) => model === name))
  const said = asked.map(({ models = {} }) => {
    const { mode = 'scripted', recordedAt } = models[name] ?? {}
    return recordedAt === undefined ? mode : `${mode} on ${recordedAt.slice(0, 10)}`
  })
  return [...new Set(said)].sort().join(', ')
}
