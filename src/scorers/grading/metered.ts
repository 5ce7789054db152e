import { isTurn } from '../../trace/deed.ts'
import type { CallStory } from '../../trace/evidence.ts'

// What a call used, by the meters of the world and the gateway. What an agent says of it is never read.

/**
 * Micro-dollars: what the world says, else the estimate where the call went well. A price that is no amount of money is
 * no number.
 */
export function costOf({ call, executed }: CallStory): number {
  const cost = executed?.actual ?? (executed?.outcome === 'ok' ? call.cost : undefined)
  if (!cost) return 0
  return Number.isSafeInteger(cost.micros) && cost.micros >= 0 ? cost.micros : Number.NaN
}

/** The same, where a model that nobody priced is no gift: what it costs is not known. */
export function knownCostOf(story: CallStory): number {
  const isFree = story.executed?.actual === undefined && story.call.cost === undefined
  return isFree && modelRan(story) ? Number.NaN : costOf(story)
}

/** Tokens in and out by the gateway's count. A model turn that nobody counted is no number. */
export function tokensOf(story: CallStory): number {
  const usage = story.executed?.usage
  if (!usage) return modelRan(story) ? Number.NaN : 0
  return usage.inputTokens + usage.outputTokens
}

function modelRan({ call, executed }: CallStory): boolean {
  return isTurn(call) && executed?.outcome === 'ok'
}
