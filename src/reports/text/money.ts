import { addUsd, modelCosts } from '../../record/model-costs.ts'
import type { TrialRow } from '../../record/row.ts'
import type { RunHead } from '../../record/run.ts'
import type { ModelUsage } from '../../record/trial.ts'
import { dollars, plural } from './quantity.ts'

/** The money of a run, by what it is. US dollars. */
export interface Money {
  /** What the agents' actions moved in their sandboxes: refunds, purchases. */
  moved: number
  /** What the models cost, by the prices that are known. */
  models: number
  /** Turns of models whose price nobody knows. */
  unpriced: number
  /** What of it was really paid. */
  paid: number
  /** Turns of live models whose price nobody knows: something was paid for them, too. */
  unpricedLive: number
  byModel: ModelUsage[]
}

export function moneyOf({ head, rows }: { head: Pick<RunHead, 'paidUsd'>; rows: readonly TrialRow[] }): Money {
  const byModel = modelCosts(rows)
  const models = addUsd(rows.map(({ usage }) => usage.modelUsd))
  return {
    moved: addUsd(rows.map(({ usage }) => usage.usd)) - models,
    models,
    unpriced: byModel.reduce((sum, { unpriced }) => sum + unpriced, 0),
    paid: head.paidUsd,
    unpricedLive: rows.reduce((sum, row) => sum + unpricedLive(row), 0),
    byModel,
  }
}

function unpricedLive({ usage, models = {} }: TrialRow): number {
  const live = usage.models.filter(({ model }) => models[model]?.mode === 'live')
  return live.reduce((sum, { unpriced }) => sum + unpriced, 0)
}

/** '$12.40 moved by actions in the sandbox, $0.0031 for models, nothing really paid' */
export function moneyText({ moved, models, unpriced, paid, unpricedLive }: Money): string {
  const open = unpriced > 0 ? ` (the price of ${plural(unpriced, 'turn')} is not known)` : ''
  const real =
    unpricedLive > 0 && paid === 0
      ? 'nobody knows what was really paid'
      : `${paidText({ paid, unpricedLive })} really paid`
  return `${dollars(moved)} moved by actions in the sandbox, ${dollars(models)} for models${open}, ${real}`
}

/** '$0.0031', 'nothing', 'at least $0.0031', 'not known' */
export function paidText({ paid, unpricedLive }: Pick<Money, 'paid' | 'unpricedLive'>): string {
  if (unpricedLive > 0) return paid > 0 ? `at least ${dollars(paid)}` : 'not known'
  return paid > 0 ? dollars(paid) : 'nothing'
}

/** '12 turns, 4,210 + 380 tokens, $0.0031' */
export function modelText(used: ModelUsage): string {
  const { calls, inputTokens, outputTokens, cachedInputTokens } = used
  const cached = cachedInputTokens > 0 ? ` (${cachedInputTokens.toLocaleString('en-US')} cached)` : ''
  const read = `${inputTokens.toLocaleString('en-US')}${cached} + ${plural(outputTokens, 'token')}`
  return `${plural(calls, 'call')}, ${read}, ${priceText(used)}`
}

/** '$0.0031', 'no known price', '$0.0031 and 2 turns without a known price' */
export function priceText({ usd, unpriced, paidUsd }: ModelUsage): string {
  if (unpriced > 0 && usd === 0) return 'no known price'
  const open = unpriced > 0 ? ` and ${plural(unpriced, 'turn')} without a known price` : ''
  return `${dollars(usd)}${open}${paidUsd > 0 ? ', really paid' : ''}`
}
