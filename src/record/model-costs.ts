import type { ModelUsage } from './trial.ts'

type Used = { readonly usage: { readonly models: readonly ModelUsage[] } }

/** What was asked of each model over some trials, in order of first use. Money is added in whole micro-dollars. */
export function modelCosts(trials: readonly Used[]): ModelUsage[] {
  const sums = new Map<string, ModelUsage>()
  for (const { usage } of trials) {
    for (const one of usage.models) {
      const sum = sums.get(one.model)
      sums.set(one.model, sum ? plus(sum, one) : one)
    }
  }
  return [...sums.values()]
}

function plus(sum: ModelUsage, one: ModelUsage): ModelUsage {
  return {
    model: sum.model,
    calls: sum.calls + one.calls,
    inputTokens: sum.inputTokens + one.inputTokens,
    outputTokens: sum.outputTokens + one.outputTokens,
    cachedInputTokens: sum.cachedInputTokens + one.cachedInputTokens,
    usd: addUsd([sum.usd, one.usd]),
    paidUsd: addUsd([sum.paidUsd, one.paidUsd]),
    unpriced: sum.unpriced + one.unpriced,
  }
}

/** US dollars, so that ten dimes make a dollar. */
export function addUsd(amounts: readonly number[]): number {
  return amounts.reduce((micros, usd) => micros + Math.round(usd * 1_000_000), 0) / 1_000_000
}
