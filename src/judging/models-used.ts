import { addUsd } from '../record/model-costs.ts'
import type { ModelUsage } from '../record/trial.ts'
import { isTurn } from '../trace/deed.ts'
import type { CallStory } from '../trace/evidence.ts'
import { spent } from './actions.ts'

/** Models beyond these are counted together: names are the agent's to make up. */
const MODELS = 20

/** What was asked of each model, and what it cost, in order of first use. */
export function modelsUsed(calls: readonly CallStory[]): ModelUsage[] {
  const models = new Map<string, ModelUsage>()
  for (const story of calls) {
    const { call, executed } = story
    if (!isTurn(call)) continue
    const asked = call.model ?? 'unnamed'
    const model = models.has(asked) || models.size < MODELS ? asked : 'others'
    const used = models.get(model) ?? { model, ...NOTHING }
    models.set(model, used)
    used.calls++
    used.inputTokens += executed?.usage?.inputTokens ?? 0
    used.outputTokens += executed?.usage?.outputTokens ?? 0
    used.cachedInputTokens += executed?.usage?.cachedInputTokens ?? 0
    const micros = spent(story)
    used.usd = addUsd([used.usd, micros / 1_000_000])
    if (executed?.paid) used.paidUsd = addUsd([used.paidUsd, micros / 1_000_000])
    if (executed?.usage && !executed.actual) used.unpriced++
  }
  return [...models.values()]
}

const NOTHING = { calls: 0, inputTokens: 0, outputTokens: 0, cachedInputTokens: 0, usd: 0, paidUsd: 0, unpriced: 0 }
