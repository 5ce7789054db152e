import type { ModelContest } from '../record/comparison.ts'
import { modelCosts } from '../record/model-costs.ts'
import type { ModelUsage } from '../record/trial.ts'
import type { Pair } from './align.ts'

/** What each model took on both sides of the same pairs, side by side. */
export function modelsOf(pairs: readonly Pair[]): ModelContest[] {
  const sides = [modelCosts(pairs.map(({ base }) => base)), modelCosts(pairs.map(({ head }) => head))]
  const names = new Set(sides.flat().map(({ model }) => model))
  return [...names].map((model) => {
    const [base, head] = sides.map((used) => sideOf(used, model, pairs.length))
    return { model, base: base ?? null, head: head ?? null }
  })
}

function sideOf(used: readonly ModelUsage[], name: string, trials: number): ModelContest['base'] {
  const found = used.find(({ model }) => model === name)
  if (!found) return null
  const { calls, inputTokens, outputTokens, usd, unpriced } = found
  return { calls, inputTokens, outputTokens, usdPerTrial: unpriced > 0 ? null : usd / trials }
}
