import { type Money, micros } from '../../kernel/money.ts'
import type { TokenUsage } from '../../trace/events/executed.ts'
import type { WorldModel } from './define.ts'
import { priceOf } from './prices.ts'

/** Output tokens assumed of a request that names no maximum, where a run's money is at stake: few models say more at once. */
const MOST_OUTPUT_TOKENS = 32_768
/** What an image or a file takes at the most, as common providers count. */
const MOST_ATTACHMENT_TOKENS = 8_192

/**
 * What so many tokens cost: at the price that the scenario gives, else at that of whoever serves the model.
 * @param name Under which the scenario has it. @param wireProvider Who speaks the API that it is asked by.
 * @returns Undefined: nobody knows.
 */
export function costOf(name: string, model: WorldModel, usage: TokenUsage, wireProvider: string): Money | undefined {
  const { price, provider } = model
  if (price) {
    const { inputTokens, outputTokens } = usage
    return micros(Math.ceil((inputTokens * price.input.micros + outputTokens * price.output.micros) / 1_000_000))
  }
  if (provider === undefined) return undefined
  const own = typeof provider === 'object' && provider.url !== undefined
  return priceOf(model.name ?? name, usage, own ? undefined : wireProvider)
}

/**
 * More tokens than a request can take: no token is shorter than a byte, but for attachments, which are no text.
 * @param maximum Of the output, where the request names one.
 */
export function mostTokens(body: string, maximum: number | undefined): TokenUsage {
  const attachments = body.match(/[A-Za-z0-9+/_-]{4096,}={0,2}/g) ?? []
  const attached = attachments.reduce((sum, { length }) => sum + length, 0)
  return {
    inputTokens: Buffer.byteLength(body) - attached + attachments.length * MOST_ATTACHMENT_TOKENS,
    outputTokens: maximum ?? MOST_OUTPUT_TOKENS,
  }
}
